package io.audiostream.transcriber.http;

import io.audiostream.transcriber.engine.SpokenWord;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.openai.Logprobs;
import io.audiostream.transcriber.session.LanguageNames;
import io.audiostream.transcriber.session.RecordingTranscript;
import io.audiostream.transcriber.session.SegmentResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.Deflater;

/** The text of a recording as objects of OpenAI's API, which Gson writes. */
final class TranscriptJson {

    /** The language that the model translates to. */
    private static final String TRANSLATION = "english";

    private TranscriptJson() {}

    /** Returns the object of the format {@code json}. */
    static Map<String, Object> plain(SegmentResult whole, TranscriptionOutput output) {
        var json = new LinkedHashMap<String, Object>();
        json.put("text", whole.text());
        addLogprobs(json, whole, output);
        json.put("usage", usage(whole));
        return json;
    }

    /**
     * Returns the object of the format {@code verbose_json}.
     *
     * @param parts the finals of the recording
     * @param whole the finals as one result
     */
    static Map<String, Object> verbose(
            List<RecordingTranscript.Part> parts, SegmentResult whole, TranscriptionForm form) {
        boolean translated = form.request().translate();
        TranscriptionOutput output = form.output();
        var json = new LinkedHashMap<String, Object>();
        json.put("task", translated ? "translate" : "transcribe");
        json.put(
                "language",
                translated
                        ? TRANSLATION
                        : LanguageNames.english(whole.language().code()));
        json.put("duration", seconds(whole.progress().received()));
        json.put("text", whole.text());
        if (output.segments()) {
            json.put(
                    "segments",
                    IntStream.range(0, parts.size())
                            .mapToObj(i -> segment(i, parts.get(i)))
                            .toList());
        }
        if (output.words()) {
            json.put(
                    "words",
                    whole.hypothesis().words().stream()
                            .map(TranscriptJson::word)
                            .toList());
        }
        addLogprobs(json, whole, output);
        json.put("usage", usage(whole));
        return json;
    }

    /** Returns the event for more text. */
    static Map<String, Object> delta(RecordingTranscript.Part part, TranscriptionOutput output) {
        var json = new LinkedHashMap<String, Object>();
        json.put("type", "transcript.text.delta");
        json.put("delta", part.text());
        addLogprobs(json, part.result(), output);
        return json;
    }

    /** Returns the event for the end of a recording. */
    static Map<String, Object> done(SegmentResult whole, TranscriptionOutput output) {
        var json = new LinkedHashMap<String, Object>();
        json.put("type", "transcript.text.done");
        json.putAll(plain(whole, output));
        return json;
    }

    private static Map<String, Object> segment(int id, RecordingTranscript.Part part) {
        SegmentResult result = part.result();
        List<Token> tokens = result.hypothesis().tokens();
        var json = new LinkedHashMap<String, Object>();
        json.put("id", id);
        json.put("seek", result.time().start().toMillis() / 10); // in frames of Whisper
        json.put("start", seconds(result.time().start()));
        json.put("end", seconds(result.time().end()));
        json.put("text", result.channel() == 0 ? part.text() : result.text());
        addChannel(json, result.channel());
        json.put("tokens", tokens.stream().map(Token::id).toList());
        json.put("temperature", 0);
        json.put(
                "avg_logprob",
                tokens.stream().mapToDouble(Logprobs::logprob).average().orElse(0));
        json.put("compression_ratio", compressionRatio(part.text()));
        json.put("no_speech_prob", 0); // only speech becomes a segment
        return json;
    }

    private static Map<String, Object> word(SpokenWord word) {
        var json = new LinkedHashMap<String, Object>();
        json.put("word", word.text());
        json.put("start", word.startMillis() / 1_000.0);
        json.put("end", word.endMillis() / 1_000.0);
        addChannel(json, word.channel());
        return json;
    }

    /** Separate channels are an extension of OpenAI's API. */
    private static void addChannel(Map<String, Object> json, int channel) {
        if (channel > 0) {
            json.put("channel", channel);
        }
    }

    private static void addLogprobs(Map<String, Object> json, SegmentResult result, TranscriptionOutput output) {
        if (output.logprobs()) {
            json.put("logprobs", Logprobs.of(result.hypothesis().tokens()));
        }
    }

    private static Map<String, Object> usage(SegmentResult whole) {
        var json = new LinkedHashMap<String, Object>();
        json.put("type", "duration");
        json.put("seconds", (long) Math.ceil(seconds(whole.progress().received())));
        return json;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }

    /** Returns how often a text repeats itself, as Whisper measures it: its size by its size after compression. */
    private static double compressionRatio(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        try (var deflater = new Deflater()) {
            deflater.setInput(utf8);
            deflater.finish();
            byte[] compressed = new byte[utf8.length + 64];
            return (double) utf8.length / deflater.deflate(compressed);
        }
    }
}
