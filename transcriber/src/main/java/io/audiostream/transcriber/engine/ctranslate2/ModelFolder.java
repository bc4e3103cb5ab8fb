package io.audiostream.transcriber.engine.ctranslate2;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.audiostream.transcriber.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A validated model folder in faster-whisper's format: {@code model.bin}, {@code config.json}, and
 * {@code vocabulary.json} or {@code vocabulary.txt}.
 *
 * @param vocabulary its tokens
 * @param suppressed ids that the decoder never chooses, such as those of brackets and musical notes
 * @param suppressedFirst ids that the decoder does not choose as the first, such as a single space
 */
record ModelFolder(Path path, Vocabulary vocabulary, int[] suppressed, int[] suppressedFirst) {

    /** The fields of {@code config.json} that the engine needs. */
    private record Config(int @Nullable [] suppress_ids, int @Nullable [] suppress_ids_begin) {}

    /**
     * Reads all files but the weights, whose file is validated.
     *
     * @throws EngineException when a file is missing or invalid; the message names it
     */
    static ModelFolder read(Path path) {
        if (Files.isRegularFile(path)) {
            throw new EngineException(
                    path
                            + " is a file; a model for CTranslate2 is a folder with model.bin, config.json and vocabulary.json");
        }
        requireFile(path, "model.bin", Files.isRegularFile(path.resolve("model.bin")));
        requireFile(path, "config.json", Files.isRegularFile(path.resolve("config.json")));
        requireFile(
                path,
                "vocabulary.json or vocabulary.txt",
                Files.isRegularFile(path.resolve("vocabulary.json"))
                        || Files.isRegularFile(path.resolve("vocabulary.txt")));
        ModelFile.check(path.resolve("model.bin"));
        var vocabulary = Vocabulary.read(path);
        Config config = config(path.resolve("config.json"));
        return new ModelFolder(
                path,
                vocabulary,
                ids(path, config.suppress_ids(), vocabulary),
                ids(path, config.suppress_ids_begin(), vocabulary));
    }

    private static void requireFile(Path folder, String name, boolean exists) {
        if (!exists) {
            throw new EngineException("the model folder " + folder + " has no " + name
                    + ": a model for CTranslate2 is a folder with model.bin, config.json and vocabulary.json");
        }
    }

    private static Config config(Path file) {
        try {
            Config config = new Gson().fromJson(Files.readString(file), Config.class);
            if (config == null) {
                throw new EngineException(file + " is empty");
            }
            return config;
        } catch (IOException e) {
            throw new EngineException("cannot read " + file + ": " + e, e);
        } catch (JsonParseException e) {
            throw new EngineException(file + " is not the configuration of a Whisper model: " + e.getMessage(), e);
        }
    }

    private static int[] ids(Path path, int @Nullable [] ids, Vocabulary vocabulary) {
        if (ids == null) {
            throw new EngineException(path.resolve("config.json") + " has no suppress_ids or no suppress_ids_begin");
        }
        for (int id : ids) {
            if (id < 0 || id >= vocabulary.size()) {
                throw new EngineException("%s suppresses the token %d, not 0 to %d"
                        .formatted(path.resolve("config.json"), id, vocabulary.size() - 1));
            }
        }
        return Arrays.stream(ids).distinct().toArray();
    }
}
