package io.audiostream.client.cli;

import io.audiostream.commandline.ChoiceConverter;

/** Formats of a transcript. The names are those of the option and the extensions of the files. */
enum OutputFormat {
    /** The text, one final a line. */
    txt,
    /** SubRip subtitles. */
    srt,
    /** WebVTT subtitles. */
    vtt,
    /** One JSON document for each input. */
    json,
    /** One line of JSON for each final, in protobuf's JSON mapping. */
    jsonl;

    static final class Converter extends ChoiceConverter<OutputFormat> {
        Converter() {
            super(OutputFormat.class);
        }
    }

    /** Returns a writer of one transcript. */
    TranscriptWriter writer(String inputName) {
        return switch (this) {
            case txt -> FinalText.PLAIN::render;
            case jsonl -> FinalText.JSON::render;
            case srt, vtt -> new SubtitleWriter(this == vtt);
            case json -> new JsonWriter(inputName);
        };
    }

    /** Whether the format needs the times of words. */
    boolean needsWords() {
        return this == srt || this == vtt;
    }

    /** Whether several transcripts can follow each other in one output. */
    boolean canFollow() {
        return this != srt && this != vtt;
    }
}
