package io.audiostream.transcriber.engine.ctranslate2;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.audiostream.transcriber.engine.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a model. Text tokens come first, in the order of the tokenizer's training. {@code <|endoftext|>} and
 * the other special tokens follow. The file writes each byte as a printable character, as GPT-2's tokenizer does.
 * Immutable.
 */
final class Vocabulary {

    /** Minimum size of the vocabulary of a multilingual model. English-only models have fewer tokens. */
    private static final int MIN_MULTILINGUAL_SIZE = 51_865;

    private static final char[] CHARACTER_OF_BYTE = new char[256];
    private static final Map<Character, Byte> BYTE_OF_CHARACTER = new HashMap<>();

    static {
        char next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
            CHARACTER_OF_BYTE[b] = printable ? (char) b : next++;
            BYTE_OF_CHARACTER.put(CHARACTER_OF_BYTE[b], (byte) b);
        }
    }

    private final List<String> tokens;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<String, Integer> languages = new LinkedHashMap<>();

    Vocabulary(List<String> tokens) {
        this.tokens = List.copyOf(tokens);
        for (int id = 0; id < tokens.size(); id++) {
            ids.putIfAbsent(tokens.get(id), id);
        }
        if (multilingual()) {
            for (int id = startOfTranscript() + 1; id < translate(); id++) {
                languages.put(tokens.get(id).replaceAll("[<|>]", ""), id);
            }
        }
    }

    /**
     * Reads {@code vocabulary.json} or {@code vocabulary.txt}.
     *
     * @throws EngineException when both are missing, or the file is not the vocabulary of a Whisper model
     */
    static Vocabulary read(Path folder) {
        Path json = folder.resolve("vocabulary.json");
        Path text = folder.resolve("vocabulary.txt");
        Path file = Files.exists(json) ? json : text;
        try {
            String content = Files.readString(file);
            String[] tokens =
                    file.equals(json) ? new Gson().fromJson(content, String[].class) : content.split("\n", -1);
            if (tokens == null || Arrays.asList(tokens).contains(null)) {
                throw new EngineException(file + " is not a list of tokens");
            }
            int count = tokens.length > 0 && tokens[tokens.length - 1].isEmpty() ? tokens.length - 1 : tokens.length;
            var vocabulary = new Vocabulary(List.of(tokens).subList(0, count));
            vocabulary.check();
            return vocabulary;
        } catch (IOException e) {
            throw new EngineException("cannot read the vocabulary " + file + ": " + e, e);
        } catch (JsonParseException e) {
            throw new EngineException(file + " is not a list of tokens: " + e.getMessage(), e);
        } catch (Missing e) {
            throw new EngineException(file + " is not the vocabulary of a Whisper model: " + e.getMessage(), e);
        }
    }

    int size() {
        return tokens.size();
    }

    boolean multilingual() {
        return tokens.size() >= MIN_MULTILINGUAL_SIZE;
    }

    /** Ids of the languages' tokens by their codes, in the model's order; empty for an English-only model. */
    Map<String, Integer> languages() {
        return languages;
    }

    /** Id of the first special token. All lower ids are text. */
    int endOfText() {
        return special("<|endoftext|>");
    }

    int startOfTranscript() {
        return special("<|startoftranscript|>");
    }

    int translate() {
        return special("<|translate|>");
    }

    int transcribe() {
        return special("<|transcribe|>");
    }

    int startOfPrevious() {
        return special("<|startofprev|>");
    }

    int noTimestamps() {
        return special("<|notimestamps|>");
    }

    /** Id of the token of no speech, which older models name differently. */
    int noSpeech() {
        Integer id = ids.get("<|nospeech|>");
        return id != null ? id : special("<|nocaptions|>");
    }

    /** Id of a text token, given as {@link #escape} writes it; null when there is none. */
    @Nullable
    Integer idOf(String token) {
        Integer id = ids.get(token);
        return id != null && id < endOfText() ? id : null;
    }

    /** Bytes of a token's text. A character may be split among several tokens. */
    byte[] utf8(int id) {
        String token = tokens.get(id);
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < token.length(); i++) {
            Byte known = BYTE_OF_CHARACTER.get(token.charAt(i));
            if (known != null) {
                bytes.write(known);
            }
        }
        return bytes.toByteArray();
    }

    /** Returns text as the vocabulary writes it: one printable character for each byte of its UTF-8. */
    static String escape(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        var escaped = new StringBuilder(utf8.length);
        for (byte b : utf8) {
            escaped.append(CHARACTER_OF_BYTE[b & 0xFF]);
        }
        return escaped.toString();
    }

    private int special(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new Missing("it has no token " + token);
        }
        return id;
    }

    /** Checks that the vocabulary has all special tokens, after the text tokens, and a token for each byte. */
    private void check() {
        int end = endOfText();
        for (int id : List.of(
                startOfTranscript(), transcribe(), translate(), startOfPrevious(), noTimestamps(), noSpeech())) {
            if (id <= end) {
                throw new Missing(tokens.get(id) + " is among the text tokens");
            }
        }
        for (int b = 0; b < 256; b++) {
            if (idOf(String.valueOf(CHARACTER_OF_BYTE[b])) == null) {
                throw new Missing("it has no token for the byte " + b);
            }
        }
    }

    private static final class Missing extends RuntimeException {
        Missing(String message) {
            super(message);
        }
    }
}
