package io.audiostream.transcriber.engine.ctranslate2;

import io.audiostream.transcriber.engine.DecodeCancelledException;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.DetectedLanguage;
import io.audiostream.transcriber.engine.RepetitionFilter;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.engine.ctranslate2.Ct2Library.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Decodes encoded audio to text by greedy search: after the tokens of prompt, language and task, each token is the most
 * probable one. An earlier result serves as the draft of speculative decoding (Leviathan et al., 2023). Not
 * thread-safe.
 */
final class GreedyDecoder {

    /** Places in the context that stay free after a text, for the end of the text. */
    private static final int END_TOKENS = 2;

    /** Maximum number of tokens of the previous text. More cost time, and lead to more repetition loops. */
    private static final int MAX_PREVIOUS_TOKENS = 64;

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

    /**
     * Decodes the audio that the decoding session has encoded.
     *
     * @param language the language of the text
     * @param frames number of the spectrogram's frames that hold audio, not padding
     * @throws DecodeCancelledException when {@code cancelled} became true
     */
    Transcript decode(
            DecodeRequest request,
            DetectedLanguage language,
            int frames,
            IntSupplier threads,
            BooleanSupplier cancelled)
            throws DecodeCancelledException {
        int[] task = task(language.code(), request.translate());
        List<Integer> prompt = prompt(request);
        int before = prompt.size() + task.length + 1;
        double noSpeech = beginText(prompt, task, request.effort(), threads, cancelled);
        List<Prediction> predictions = new ArrayList<>();
        Transcript.Ending ending = search(request, before, predictions, threads, cancelled);
        checkNotCancelled(cancelled);
        List<Token> tokens = timed(predictions, before, frames);
        return new Transcript(tokens, ending, language.code(), language.probability(), Math.clamp(noSpeech, 0, 1));
    }

    /** Returns the language that the request names, or the languages that the audio may have, most probable first. */
    List<DetectedLanguage> languages(DecodeRequest request, IntSupplier threads, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        if (request.language() != null) {
            return List.of(new DetectedLanguage(request.language(), 0));
        }
        if (!vocabulary.multilingual()) {
            return List.of(new DetectedLanguage("en", 1));
        }
        checkNotCancelled(cancelled);
        ct2Session.beginText();
        ct2Session.feed(threads, vocabulary.startOfTranscript());
        return DetectedLanguage.candidates(languageCodes, ct2Session.probabilitiesAmong(languageIds), request);
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

    /**
     * Feeds the tokens before the text.
     *
     * @return the probability that the audio has no speech; 0 for an interim
     */
    private double beginText(
            List<Integer> prompt, int[] task, Effort effort, IntSupplier threads, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        checkNotCancelled(cancelled);
        List<Integer> context = new ArrayList<>(prompt);
        context.add(task[0]);
        double noSpeech = 0;
        ct2Session.beginText();
        if (effort == Effort.FINAL) {
            ct2Session.feed(threads, ints(context));
            noSpeech = ct2Session.probability(vocabulary.noSpeech());
            context.clear();
        }
        for (int i = 1; i < task.length; i++) {
            context.add(task[i]);
        }
        context.add(vocabulary.noTimestamps());
        ct2Session.feed(threads, ints(context));
        return noSpeech;
    }

    /**
     * Runs greedy search to the end of the text.
     *
     * @param before number of tokens before the text
     * @param tokens receives the text
     */
    private Transcript.Ending search(
            DecodeRequest request, int before, List<Prediction> tokens, IntSupplier threads, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        int maxTokens = ct2Session.info().maxTokens() - before - END_TOKENS;
        int end = vocabulary.endOfText();
        List<Integer> prefix = ids(request.context().prefix(), maxTokens);
        List<Integer> draft = ids(request.context().draft(), maxTokens - prefix.size());
        if (!prefix.isEmpty()) {
            List<Integer> all = new ArrayList<>(prefix);
            all.addAll(draft);
            tokens.addAll(verify(all, prefix.size(), threads));
        }
        while (tokens.size() < maxTokens) {
            checkNotCancelled(cancelled);
            Prediction next = ct2Session.predict(end + 1, tokens.isEmpty() ? suppressedFirst : model.suppressed());
            if (next.id() == end) {
                return Transcript.Ending.COMPLETE;
            }
            if (tokens.isEmpty() && draft.size() > 1 && draft.getFirst() == next.id()) {
                tokens.addAll(verify(draft, 1, threads));
                continue;
            }
            tokens.add(next);
            ct2Session.feed(threads, next.id());
            if (RepetitionFilter.endsInLoop(tokens.size(), i -> tokens.get(i).id())) {
                return Transcript.Ending.LOOP;
            }
        }
        return Transcript.Ending.TOKEN_LIMIT;
    }

    /** Returns the ids of the text tokens, at most {@code max}. */
    private List<Integer> ids(List<Token> tokens, int max) {
        return tokens.stream()
                .map(Token::id)
                .filter(id -> id >= 0 && id < vocabulary.endOfText())
                .limit(max)
                .collect(Collectors.toCollection(ArrayList::new));
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

    /** Returns the tokens of prompt and previous text after their special token. The newest text is nearest. */
    private List<Integer> prompt(DecodeRequest request) {
        List<Integer> previous = ids(request.context().previous(), Integer.MAX_VALUE);
        List<Integer> tokens = new ArrayList<>();
        if (request.prompt().isBlank() && previous.isEmpty()) {
            return tokens;
        }
        int max = ct2Session.info().maxTokens() / 2 - 1;
        previous = last(previous, Math.min(max, MAX_PREVIOUS_TOKENS));
        List<Integer> prompt = request.prompt().isBlank()
                ? List.of()
                : tokenizer.encode(" " + request.prompt().strip());
        tokens.add(vocabulary.startOfPrevious());
        tokens.addAll(last(prompt, max - previous.size()));
        tokens.addAll(previous);
        return tokens;
    }

    private static List<Integer> last(List<Integer> ids, int max) {
        return ids.subList(Math.max(0, ids.size() - max), ids.size());
    }

    /**
     * Returns the tokens with their times. They are evenly spaced if the model has no alignment heads.
     *
     * @param before number of tokens before the text
     */
    private List<Token> timed(List<Prediction> predictions, int before, int frames) {
        int count = predictions.size();
        if (count == 0) {
            return List.of();
        }
        TokenFrames times = ct2Session.info().canAlign()
                ? ct2Session.times(before, count, frames)
                : TokenFrames.evenlySpaced(count, frames / 2);
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Prediction prediction = predictions.get(i);
            tokens.add(new Token(
                    prediction.id(),
                    prediction.logProbability(),
                    times.startMillis(i),
                    times.endMillis(i),
                    vocabulary.utf8(prediction.id())));
        }
        return tokens;
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
