package io.audiostream.client.cli;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the messages of the service, which name fields of the contract, in the terms of the command line. */
final class OptionNames {

    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("encoding", "--encoding"),
            Map.entry("sample_rate_hertz", "--rate"),
            Map.entry("channels", "--channels"),
            Map.entry("language", "--language"),
            Map.entry("languages", "--languages"),
            Map.entry("task", "--translate"),
            Map.entry("prompt", "--prompt"),
            Map.entry("hotwords", "--hotword"),
            Map.entry("word_timestamps", "--words"),
            Map.entry("model", "--model"),
            Map.entry("interim_results", "--no-interims"),
            Map.entry("interim_interval", "--interim-interval"),
            Map.entry("endpointing.silence", "--silence"),
            Map.entry("endpointing.max_segment", "--max-segment"));

    private static final Pattern FIELD = Pattern.compile("\\bmetadata\\.((?:endpointing\\.)?[a-z_]+)|\\baudio_data\\b");

    private OptionNames() {}

    static String translate(String message) {
        return FIELD.matcher(message)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) == null ? "the audio" : OPTIONS.getOrDefault(found.group(1), found.group())));
    }
}
