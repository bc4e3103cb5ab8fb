package io.audiostream.transcriber.engine.ctranslate2;

import io.audiostream.transcriber.engine.DecodeCancelledException;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.LoopGuard;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.engine.WordAssembler;
import io.audiostream.transcriber.engine.ctranslate2.Ct2Library.Pick;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** Turns encoded audio into text: language, task and prompt in front, then always the likeliest token. */
final class GreedyDecoder {

    /** How many tokens are decoded before the text is looked at for loops, each time. */
    private static final int LOOP_CHECK_TOKENS = 32;

    /** Special tokens around a text and its prompt, at most. */
    private static final int SPECIAL_TOKENS = 5;

    /** Hundredths of a second in a frame of the encoder. */
    private static final int CENTIS = 2;

    private final Ct2Session session;
    private final ModelFolder model;
    private final Vocabulary vocabulary;
    private final BpeTokenizer encoder;
    private final int[] suppressedFirst;
    private final int[] languageIds;
    private final List<String> languageCodes;

    GreedyDecoder(Ct2Session session, ModelFolder model) {
        this.session = session;
        this.model = model;
        vocabulary = model.vocabulary();
        encoder = new BpeTokenizer(vocabulary);
        suppressedFirst = IntStream.concat(IntStream.of(model.suppressed()), IntStream.of(model.suppressedFirst()))
                .distinct()
                .toArray();
        Map<String, Integer> languages = vocabulary.languages();
        languageCodes = List.copyOf(languages.keySet());
        languageIds = languages.values().stream().mapToInt(Integer::intValue).toArray();
    }

    private record Language(String code, double probability) {}

    /** A text's tokens, how likely each was, and how likely it is that there was no speech (0 when not asked for). */
    private record Text(List<Pick> tokens, double noSpeech) {}

    /**
     * Decodes what the session has encoded.
     *
     * @param frames of the spectrogram that have sound
     */
    Transcript decode(DecodeRequest request, int frames, IntSupplier threads, BooleanSupplier stop)
            throws DecodeCancelledException {
        Language language = language(request, threads, stop);
        int[] task = task(language.code(), request.translate());
        Text text = text(request, task, threads, stop);
        WordAssembler words = WordAssembler.of(language.code(), request.translate());
        int[] ids = text.tokens.stream().mapToInt(Pick::id).toArray();
        int[] begins = new int[ids.length + 1];
        if (request.words() && ids.length > 0) {
            checkNot(stop);
            begins = times(task, ids, frames, threads);
        }
        for (int i = 0; i < ids.length; i++) {
            words.add(new Token(
                    ids[i],
                    text.tokens.get(i).logProbability(),
                    (long) begins[i] * CENTIS,
                    (long) begins[i + 1] * CENTIS,
                    vocabulary.utf8(ids[i])));
        }
        Transcript transcript = words.transcript(language.code(), language.probability());
        return LoopGuard.silence(transcript, text.noSpeech)
                ? WordAssembler.of(language.code(), request.translate())
                        .transcript(language.code(), language.probability())
                : transcript;
    }

    private Language language(DecodeRequest request, IntSupplier threads, BooleanSupplier stop)
            throws DecodeCancelledException {
        if (request.language() != null) {
            return new Language(request.language(), 0);
        }
        if (!vocabulary.multilingual()) {
            return new Language("en", 1);
        }
        checkNot(stop);
        session.beginText();
        session.feed(threads, vocabulary.startOfTranscript());
        float[] probabilities = session.probabilitiesAmong(languageIds);
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return new Language(languageCodes.get(best), Math.min(1, probabilities[best]));
    }

    /** The tokens that say what is to be done, from {@code <|startoftranscript|>} on. */
    private int[] task(String language, boolean translate) {
        Integer id = vocabulary.languages().get(language);
        return id == null
                ? new int[] {vocabulary.startOfTranscript()}
                : new int[] {
                    vocabulary.startOfTranscript(), id, translate ? vocabulary.translate() : vocabulary.transcribe()
                };
    }

    private Text text(DecodeRequest request, int[] task, IntSupplier threads, BooleanSupplier stop)
            throws DecodeCancelledException {
        checkNot(stop);
        List<Integer> before = prompt(request.prompt());
        before.add(task[0]);
        double noSpeech = 0;
        session.beginText();
        if (request.effort() == Effort.FINAL) {
            session.feed(threads, ints(before));
            noSpeech = session.probability(vocabulary.noSpeech());
            before.clear();
        }
        for (int i = 1; i < task.length; i++) {
            before.add(task[i]);
        }
        before.add(vocabulary.noTimestamps());
        session.feed(threads, ints(before));
        return new Text(decode(request, threads, stop), noSpeech);
    }

    private List<Pick> decode(DecodeRequest request, IntSupplier threads, BooleanSupplier stop)
            throws DecodeCancelledException {
        int most = session.info().maxTokens() / 2 - SPECIAL_TOKENS;
        int end = vocabulary.endOfText();
        List<Pick> tokens = given(request, most, threads);
        while (tokens.size() < most) {
            checkNot(stop);
            Pick next = session.pick(end + 1, tokens.isEmpty() ? suppressedFirst : model.suppressed());
            if (next.id() == end) {
                break;
            }
            List<Integer> draft = request.draft();
            if (tokens.isEmpty() && draft.size() > 1 && draft.getFirst() == next.id()) {
                tokens.addAll(drafted(draft.subList(0, Math.min(draft.size(), most)), 1, threads));
                continue;
            }
            tokens.add(next);
            if (request.effort() == Effort.INTERIM && Repetition.cut(tokens)) {
                break;
            }
            if (tokens.size() % LOOP_CHECK_TOKENS == 0 && LoopGuard.looping(read(tokens))) {
                break;
            }
            session.feed(threads, next.id());
        }
        return tokens;
    }

    /** The text that is settled, and what the decode before found after it as far as it is found again. */
    private List<Pick> given(DecodeRequest request, int most, IntSupplier threads) {
        if (request.settled().isEmpty()) {
            return new ArrayList<>();
        }
        List<Integer> ids = encoder.encode(" " + request.settled());
        int given = Math.min(ids.size(), most);
        List<Integer> all = new ArrayList<>(ids.subList(0, given));
        List<Integer> draft = request.draft();
        if (draft.size() > given && draft.subList(0, given).equals(all)) {
            all.addAll(draft.subList(given, Math.min(draft.size(), most)));
        }
        return drafted(all, given, threads);
    }

    /** What is given, and after it what is likely to be found: computed at once, and kept as far as it is found. */
    private List<Pick> drafted(List<Integer> ids, int given, IntSupplier threads) {
        float[] found = session.draft(threads, ints(ids), given, vocabulary.endOfText() + 1, model.suppressed());
        List<Pick> tokens = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            tokens.add(new Pick(ids.get(i), found[i]));
        }
        return tokens;
    }

    /** The prompt's last tokens, as many as half of the context holds, after the token that says so. */
    private List<Integer> prompt(String prompt) {
        List<Integer> tokens = new ArrayList<>();
        if (!prompt.isBlank()) {
            List<Integer> ids = encoder.encode(" " + prompt.strip());
            int most = session.info().maxTokens() / 2 - 1;
            tokens.add(vocabulary.startOfPrevious());
            tokens.addAll(ids.subList(Math.max(0, ids.size() - most), ids.size()));
        }
        return tokens;
    }

    /** Where each token begins, in frames of 20 ms; evenly spread with a model that can't tell. */
    private int[] times(int[] task, int[] ids, int frames, IntSupplier threads) {
        if (session.info().canAlign()) {
            return session.align(task, ids, frames, threads);
        }
        int[] begins = new int[ids.length + 1];
        for (int i = 0; i <= ids.length; i++) {
            begins[i] = (int) ((long) frames / 2 * i / ids.length);
        }
        return begins;
    }

    private String read(List<Pick> tokens) {
        var bytes = new ByteArrayOutputStream();
        for (Pick token : tokens) {
            bytes.writeBytes(vocabulary.utf8(token.id()));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int[] ints(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    static void checkNot(BooleanSupplier stop) throws DecodeCancelledException {
        if (stop.getAsBoolean()) {
            throw new DecodeCancelledException();
        }
    }
}
