package io.audiostream.transcriber;

import io.audiostream.commandline.ChoiceConverter;
import io.audiostream.transcriber.TranscriberConfig.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code serve} that select the model, its engine and the voice activity detector. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelOptions {

    @Option(
            names = "--model-file",
            required = true,
            paramLabel = "PATH",
            description = "The model: a ggml file, or a folder in faster-whisper's format.")
    private Path file;

    @Option(
            names = "--model-name",
            paramLabel = "NAME",
            description = "Name of the model in requests and responses"
                    + " (default: the file's or folder's name without 'ggml-' and '.bin').")
    private @Nullable String name;

    @Option(
            names = "--model-sha256",
            paramLabel = "HEX",
            description = "Expected checksum of the file, or of model.bin in the folder (default: no check).")
    private @Nullable String sha256;

    @Option(
            names = "--engine",
            converter = EngineConverter.class,
            defaultValue = "auto",
            paramLabel = "NAME",
            description = "Engine: auto, whisper.cpp or ctranslate2. With auto, the one that reads the model's format"
                    + " (default: ${DEFAULT-VALUE}).")
    private EngineLoader.Choice engine;

    @Option(
            names = "--ct2-library",
            defaultValue = "${env:AUDIOSTREAM_CT2}",
            paramLabel = "DIR",
            description = "Folder of the CTranslate2 engine's library (default: AUDIOSTREAM_CT2).")
    private @Nullable Path ct2Library;

    @Option(
            names = "--vad",
            converter = VadConverter.class,
            defaultValue = "auto",
            paramLabel = "NAME",
            description = "Voice activity detector: auto, silero or energy. With auto, silero if its folder is given,"
                    + " otherwise energy (default: ${DEFAULT-VALUE}).")
    private SpeechDetectorLoader.Choice vad;

    @Option(
            names = "--silero",
            defaultValue = "${env:AUDIOSTREAM_SILERO}",
            paramLabel = "DIR",
            description = "Folder of the Silero VAD model, as dev/vad creates it (default: AUDIOSTREAM_SILERO).")
    private @Nullable Path sileroFolder;

    /** @throws IllegalArgumentException if an option has an invalid value */
    Model model() {
        require(Files.exists(file), "--model-file: there is no file " + file);
        require(
                sha256 == null || sha256.matches("[0-9a-fA-F]{64}"),
                "--model-sha256: '" + sha256 + "' is not 64 hexadecimal digits");
        require(
                ct2Library == null || Files.isDirectory(ct2Library),
                "--ct2-library: there is no folder " + ct2Library + "; dev/native creates it");
        return new Model(
                file,
                name == null ? nameOf(file) : name,
                Optional.ofNullable(sha256),
                new EngineLoader(engine, Optional.ofNullable(ct2Library)));
    }

    /** @throws IllegalArgumentException if an option has an invalid value */
    SpeechDetectorLoader vad() {
        require(
                sileroFolder == null || Files.isDirectory(sileroFolder),
                "--silero: there is no folder " + sileroFolder + "; dev/vad creates it");
        require(
                vad != SpeechDetectorLoader.Choice.SILERO || sileroFolder != null,
                "--vad: silero needs its folder: name it with --silero or AUDIOSTREAM_SILERO; dev/vad creates it");
        return new SpeechDetectorLoader(vad, Optional.ofNullable(sileroFolder));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("^ggml-", "").replaceFirst("\\.bin$", "");
    }

    private static final class EngineConverter extends ChoiceConverter<EngineLoader.Choice> {
        EngineConverter() {
            super(EngineLoader.Choice.class);
        }
    }

    private static final class VadConverter extends ChoiceConverter<SpeechDetectorLoader.Choice> {
        VadConverter() {
            super(SpeechDetectorLoader.Choice.class);
        }
    }
}
