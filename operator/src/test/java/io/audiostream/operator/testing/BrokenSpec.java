package io.audiostream.operator.testing;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * An invalid resource. Comments in the first lines of its file have the expected error.
 *
 * @param file the YAML file
 * @param field path of the field that the error names; {@code <nil>} where the API server can name none
 * @param says part of the error that states the valid values
 */
public record BrokenSpec(Path file, String field, String says) {

    public static BrokenSpec of(Path file) {
        var text = ResourceFiles.text(file);
        return new BrokenSpec(file, comment(text, "field"), comment(text, "says"));
    }

    private static String comment(String text, String name) {
        var matcher =
                Pattern.compile("^# " + name + ": (.*)$", Pattern.MULTILINE).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("a broken spec starts with the comments '# field: …' and '# says: …'");
        }
        return matcher.group(1);
    }

    @Override
    public String toString() {
        return String.valueOf(file.getFileName());
    }
}
