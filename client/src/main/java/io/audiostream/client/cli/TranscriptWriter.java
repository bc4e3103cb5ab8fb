package io.audiostream.client.cli;

import io.audiostream.proto.TranscriptionResponse;

/** Writes the finals of one transcript in a format. */
@FunctionalInterface
interface TranscriptWriter {

    /** Returns what to print for the next final; may be empty. */
    String add(TranscriptionResponse result);

    /** Returns what to print after the last final; may be empty. */
    default String end() {
        return "";
    }
}
