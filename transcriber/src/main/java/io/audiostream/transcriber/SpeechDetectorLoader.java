package io.audiostream.transcriber;

import io.audiostream.transcriber.audio.EnergySpeechDetector;
import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.silero.SileroException;
import io.audiostream.transcriber.silero.SileroModel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Loads the voice activity detector.
 *
 * @param choice a detector, or {@link Choice#AUTO}
 * @param sileroFolder folder of the Silero VAD model; empty if it is not installed
 */
public record SpeechDetectorLoader(Choice choice, Optional<Path> sileroFolder) {

    /** The values of the option {@code --vad}. */
    public enum Choice {
        /** Silero VAD if its folder is given, otherwise the energy detector. */
        AUTO("auto"),
        SILERO("silero"),
        ENERGY("energy");

        private final String optionValue;

        Choice(String optionValue) {
            this.optionValue = optionValue;
        }

        @Override
        public String toString() {
            return optionValue;
        }
    }

    /** Returns the detector in use: {@link Choice#SILERO} or {@link Choice#ENERGY}. */
    Choice resolved() {
        return switch (choice) {
            case AUTO -> sileroFolder.isPresent() ? Choice.SILERO : Choice.ENERGY;
            case SILERO, ENERGY -> choice;
        };
    }

    /**
     * Loads the detector.
     *
     * @return a factory of detectors, one for each stream
     * @throws SileroException if Silero VAD cannot be loaded
     */
    Supplier<SpeechDetector> load() {
        return switch (resolved()) {
            case SILERO -> SileroModel.load(sileroFolder.orElseThrow())::detector;
            case ENERGY, AUTO -> EnergySpeechDetector::new;
        };
    }
}
