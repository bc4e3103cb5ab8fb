package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The text of a file of {@code deploy/examples/exposing}, which docs/exposing.md quotes. Immutable.
 *
 * @param text the text, perhaps with replacements
 */
record ExposingExample(String text) {

    static final Path FOLDER = TestPaths.ROOT.resolve("deploy/examples/exposing");

    static ExposingExample of(String name) {
        try {
            return new ExposingExample(Files.readString(FOLDER.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces each occurrence of a part of the text, which must occur. */
    ExposingExample with(String part, String replacement) {
        assertThat(text).contains(part);
        return new ExposingExample(text.replace(part, replacement));
    }

    /** Removes each occurrence of a part of the text, which must occur, as if the file left it at its default. */
    ExposingExample without(String part) {
        return with(part, "");
    }

    Path writeTo(Path file) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
