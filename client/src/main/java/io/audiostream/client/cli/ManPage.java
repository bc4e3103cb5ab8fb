package io.audiostream.client.cli;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Renders the commands and their options as a manual page, in the macros of man(7). */
final class ManPage {

    private static final String ENVIRONMENT = """
            .SH ENVIRONMENT
            .TP
            .B AUDIOSTREAM_ENDPOINT
            Address of the service, HOST:PORT. \\fB\\-\\-endpoint\\fR takes precedence.
            .TP
            .B AUDIOSTREAM_API_KEY
            API key or token to send. \\fB\\-\\-api\\-key\\-file\\fR takes precedence.
            """;

    private ManPage() {}

    static String render(CommandLine root) {
        CommandSpec spec = root.getCommandSpec();
        var page = new StringBuilder(".TH AUDIOSTREAM 1\n.SH NAME\naudiostream \\- speech to text from the shell\n");
        page.append(".SH SYNOPSIS\n.B audiostream\nCOMMAND [OPTIONS]\n");
        page.append(".SH DESCRIPTION\n").append(paragraphs(spec)).append(".SH COMMANDS\n");
        for (CommandLine command : root.getSubcommands().values()) {
            page.append(section(command.getCommandSpec()));
        }
        return page.append(ENVIRONMENT).toString();
    }

    private static String section(CommandSpec command) {
        String synopsis = command.positionalParameters().stream()
                .map(PositionalParamSpec::paramLabel)
                .map(label -> " [" + escape(label) + "]")
                .collect(Collectors.joining());
        var section = new StringBuilder(".SS \"audiostream %s [OPTIONS]%s\"\n".formatted(command.name(), synopsis));
        section.append(paragraphs(command));
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            section.append(item("\\fI" + escape(parameter.paramLabel()) + "\\fR", parameter.description()));
        }
        for (OptionSpec option : command.options()) {
            String value = option.arity().max() == 0 ? "" : " \\fI" + escape(option.paramLabel()) + "\\fR";
            section.append(item(names(option) + value, option.description()));
        }
        Map<String, String> codes = command.usageMessage().exitCodeList();
        if (!codes.isEmpty()) {
            section.append(".PP\nExit codes:\n");
            codes.forEach((code, meaning) -> section.append(item(code, meaning)));
        }
        return section.toString();
    }

    private static String names(OptionSpec option) {
        return Stream.concat(Stream.of(option.names()), Stream.of(option.negatable() ? "--no-" + bare(option) : ""))
                .filter(name -> !name.isEmpty())
                .map(name -> "\\fB" + escape(name) + "\\fR")
                .collect(Collectors.joining(", "));
    }

    private static String bare(OptionSpec option) {
        return option.longestName().substring(2);
    }

    private static String item(String term, String... description) {
        return ".TP\n" + term + "\n"
                + Stream.of(description).map(ManPage::escape).collect(Collectors.joining("\n.br\n")) + "\n";
    }

    private static String paragraphs(CommandSpec command) {
        return Stream.of(command.usageMessage().description())
                .map(ManPage::escape)
                .collect(Collectors.joining("\n.PP\n", "", "\n"));
    }

    /** A hyphen would become a typographic one, and a dot at the beginning of a line a macro. */
    private static String escape(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
