package io.audiostream.transcriber.engine.ctranslate2;

import io.audiostream.transcriber.engine.DecodeCancelledException;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.RepetitionFilter;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.engine.WordAssembler;
import io.audiostream.transcriber.engine.ctranslate2.Ct2Library.Prediction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * Decodes encoded audio to text by greedy search: after the tokens of prompt, language and task, each token is the most
 * probable one. An earlier result serves as the draft of speculative decoding (Leviathan et al., 2023). Not
 * thread-safe.
 */
final class GreedyDecoder {

    /** Number of tokens between two checks of the text for repetition. */
    private static final int REPETITION_CHECK_TOKENS = 32;

    /** Maximum number of special tokens around a text and its prompt. */
    private static final int MAX_SPECIAL_TOKENS = 5;

    /** Length of an encoder's frame, in units of 10 ms. */
    private static final int CENTIS_PER_FRAME = 2;

    private final Ct2Session ct2Session;
    private final ModelFolder model;
    private final Vocabulary vocabulary;
    private final BpeTokenizer tokenizer;
    private final int[] suppressedFirst;
    private final int[] languageIds;
    private final List<String> languageCodes;

    GreedyDecoder(Ct2Session ct2Session, ModelFolder model) {
        this.ct2Session = ct2Session;
        this.model = model;
        vocabulary = model.vocabulary();
        tokenizer = new BpeTokenizer(vocabulary);
        suppressedFirst = IntStream.concat(IntStream.of(model.suppressed()), IntStream.of(model.suppressedFirst()))
                .distinct()
                .toArray();
        Map<String, Integer> languages = vocabulary.languages();
        languageCodes = List.copyOf(languages.keySet());
        languageIds = languages.values().stream().mapToInt(Integer::intValue).toArray();
    }

    private record Language(String code, double probability) {}

    /**
     * A decoded text.
     *
     * @param first number of tokens before it in the decoding session
     * @param noSpeech probability that the audio has no speech; 0 when it was not computed
     */
    private record Text(int first, List<Prediction> tokens, double noSpeech) {}

    /**
     * Decodes the audio that the decoding session has encoded.
     *
     * @param frames number of the spectrogram's frames that hold audio, not padding
     * @throws DecodeCancelledException when {@code cancelled} became true
     */
    Transcript decode(DecodeRequest request, int frames, IntSupplier threads, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        Language language = language(request, threads, cancelled);
        int[] task = task(language.code(), request.translate());
        Text text = decodeText(request, task, threads, cancelled);
        var words = WordAssembler.of(language.code(), request.translate());
        int[] ids = text.tokens.stream().mapToInt(Prediction::id).toArray();
        int[] starts = new int[ids.length + 1];
        if (request.words() && ids.length > 0) {
            starts = starts(text.first, ids.length, frames);
        }
        for (int i = 0; i < ids.length; i++) {
            words.add(new Token(
                    ids[i],
                    text.tokens.get(i).logProbability(),
                    (long) starts[i] * CENTIS_PER_FRAME,
                    (long) starts[i + 1] * CENTIS_PER_FRAME,
                    vocabulary.utf8(ids[i])));
        }
        Transcript transcript = words.transcript(language.code(), language.probability());
        return RepetitionFilter.isSilence(transcript, text.noSpeech)
                ? WordAssembler.of(language.code(), request.translate())
                        .transcript(language.code(), language.probability())
                : transcript;
    }

    private Language language(DecodeRequest request, IntSupplier threads, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        if (request.language() != null) {
            return new Language(request.language(), 0);
        }
        if (!vocabulary.multilingual()) {
            return new Language("en", 1);
        }
        checkNotCancelled(cancelled);
        ct2Session.beginText();
        ct2Session.feed(threads, vocabulary.startOfTranscript());
        float[] probabilities = ct2Session.probabilitiesAmong(languageIds);
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return new Language(languageCodes.get(best), Math.min(1, probabilities[best]));
    }

    /** Returns the tokens of language and task, from {@code <|startoftranscript|>} on. */
    private int[] task(String language, boolean translate) {
        Integer id = vocabulary.languages().get(language);
        return id == null
                ? new int[] {vocabulary.startOfTranscript()}
                : new int[] {
                    vocabulary.startOfTranscript(), id, translate ? vocabulary.translate() : vocabulary.transcribe()
                };
    }

    private Text decodeText(DecodeRequest request, int[] task, IntSupplier threads, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        checkNotCancelled(cancelled);
        List<Integer> context = prompt(request.prompt());
        context.add(task[0]);
        int first = context.size() + task.length;
        double noSpeech = 0;
        ct2Session.beginText();
        if (request.effort() == Effort.FINAL) {
            ct2Session.feed(threads, ints(context));
            noSpeech = ct2Session.probability(vocabulary.noSpeech());
            context.clear();
        }
        for (int i = 1; i < task.length; i++) {
            context.add(task[i]);
        }
        context.add(vocabulary.noTimestamps());
        ct2Session.feed(threads, ints(context));
        return new Text(first, search(request, threads, cancelled), noSpeech);
    }

    /** Runs greedy search to the end of the text. */
    private List<Prediction> search(DecodeRequest request, IntSupplier threads, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        int maxTokens = ct2Session.info().maxTokens() / 2 - MAX_SPECIAL_TOKENS;
        int end = vocabulary.endOfText();
        List<Prediction> tokens = decodePrefix(request, maxTokens, threads);
        while (tokens.size() < maxTokens) {
            checkNotCancelled(cancelled);
            Prediction next = ct2Session.predict(end + 1, tokens.isEmpty() ? suppressedFirst : model.suppressed());
            if (next.id() == end) {
                break;
            }
            List<Integer> draft = request.draft();
            if (tokens.isEmpty() && draft.size() > 1 && draft.getFirst() == next.id()) {
                tokens.addAll(verify(draft.subList(0, Math.min(draft.size(), maxTokens)), 1, threads));
                continue;
            }
            tokens.add(next);
            if (request.effort() == Effort.INTERIM
                    && RepetitionFilter.collapseTrailingRepeats(tokens, (a, b) -> a.id() == b.id())) {
                break;
            }
            ct2Session.feed(threads, next.id());
            if (tokens.size() % REPETITION_CHECK_TOKENS == 0 && RepetitionFilter.isRepetitive(text(tokens))) {
                break;
            }
        }
        return tokens;
    }

    /**
     * Decodes the settled text as a prefix. If the draft starts with the same tokens, its rest is verified in the same
     * pass.
     */
    private List<Prediction> decodePrefix(DecodeRequest request, int maxTokens, IntSupplier threads) {
        if (request.settled().isEmpty()) {
            return new ArrayList<>();
        }
        List<Integer> settled = tokenizer.encode(" " + request.settled());
        int prefixLength = Math.min(settled.size(), maxTokens);
        List<Integer> ids = new ArrayList<>(settled.subList(0, prefixLength));
        List<Integer> draft = request.draft();
        if (draft.size() > prefixLength && draft.subList(0, prefixLength).equals(ids)) {
            ids.addAll(draft.subList(prefixLength, Math.min(draft.size(), maxTokens)));
        }
        return verify(ids, prefixLength, threads);
    }

    /** Decodes a prefix and the draft tokens after it in one pass. Keeps the draft up to its first wrong token. */
    private List<Prediction> verify(List<Integer> ids, int prefixLength, IntSupplier threads) {
        float[] logProbabilities =
                ct2Session.verify(threads, ints(ids), prefixLength, vocabulary.endOfText() + 1, model.suppressed());
        List<Prediction> tokens = new ArrayList<>();
        for (int i = 0; i < logProbabilities.length; i++) {
            tokens.add(new Prediction(ids.get(i), logProbabilities[i]));
        }
        return tokens;
    }

    /** Returns the prompt's last tokens, as many as half of the context holds, after their special token. */
    private List<Integer> prompt(String prompt) {
        List<Integer> tokens = new ArrayList<>();
        if (!prompt.isBlank()) {
            List<Integer> ids = tokenizer.encode(" " + prompt.strip());
            int maxTokens = ct2Session.info().maxTokens() / 2 - 1;
            tokens.add(vocabulary.startOfPrevious());
            tokens.addAll(ids.subList(Math.max(0, ids.size() - maxTokens), ids.size()));
        }
        return tokens;
    }

    /**
     * Returns the start of each token, then the end of the text, in frames of 20 ms. They are evenly spaced if the
     * model has no alignment heads.
     */
    private int[] starts(int first, int count, int frames) {
        if (ct2Session.info().canAlign()) {
            return ct2Session.times(first, count, frames).starts();
        }
        int[] starts = new int[count + 1];
        for (int i = 0; i <= count; i++) {
            starts[i] = (int) ((long) frames / 2 * i / count);
        }
        return starts;
    }

    private String text(List<Prediction> tokens) {
        var bytes = new ByteArrayOutputStream();
        for (Prediction token : tokens) {
            bytes.writeBytes(vocabulary.utf8(token.id()));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int[] ints(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    static void checkNotCancelled(BooleanSupplier cancelled) throws DecodeCancelledException {
        if (cancelled.getAsBoolean()) {
            throw new DecodeCancelledException();
        }
    }
}
