package io.audiostream.transcriber;

import io.audiostream.transcriber.audio.EnergySpeechDetector;
import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.silero.SileroException;
import io.audiostream.transcriber.silero.SileroModel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What tells speech from everything else (voice activity detection).
 *
 * @param choice a detector, or the best that is there
 * @param sileroFolder the folder of Silero VAD, where there is one
 */
public record SpeechDetectorLoader(Choice choice, Optional<Path> sileroFolder) {

    /** What can be chosen. */
    public enum Choice {
        /** Silero VAD when its folder is given, else energy. */
        AUTO("auto"),
        SILERO("silero"),
        ENERGY("energy");

        private final String text;

        Choice(String text) {
            this.text = text;
        }

        /** The word on the command line. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** The one that {@link Choice#AUTO} stands for here. */
    Choice resolved() {
        return switch (choice) {
            case AUTO -> sileroFolder.isPresent() ? Choice.SILERO : Choice.ENERGY;
            case SILERO, ENERGY -> choice;
        };
    }

    /**
     * Loads it.
     *
     * @return makes a detector for a stream
     * @throws SileroException when Silero VAD is to be taken and can't be loaded
     */
    Supplier<SpeechDetector> load() {
        return switch (resolved()) {
            case SILERO -> SileroModel.load(sileroFolder.orElseThrow())::detector;
            case ENERGY, AUTO -> EnergySpeechDetector::new;
        };
    }
}
