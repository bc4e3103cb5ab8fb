package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.engine.ctranslate2.RealTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the decodes are, over the vocabulary of a real model: the joined finals are the model's text, no token of it
 * is lost or doubled, and what is settled stays.
 */
class VocabularyIT extends DecodingFixture {

    private static final int SEEDS = 200;

    /** Spaced and unspaced scripts, with characters of one to four bytes, numbers, marks and punctuation. */
    private static final List<String> SENTENCES = List.of(
            " Some of its noisiest authorities insisted on version 2.0.1, at 10:30, for 1,000 dollars.",
            " Die Geschwindigkeitsbegrenzung gilt außerhalb geschlossener Ortschaften.",
            " Ça va très bien, merci; c'est l'été.",
            " Быстрая коричневая лиса прыгает через ленивую собаку.",
            " Η γρήγορη καφέ αλεπού πηδάει πάνω από το τεμπέλικο σκυλί.",
            " السلام عليكم ورحمة الله وبركاته.",
            " שלום עולם, מה שלומך היום?",
            " नमस्ते दुनिया, आप कैसे हैं?",
            " வணக்கம் உலகம், எப்படி இருக்கிறீர்கள்?",
            " გამარჯობა მსოფლიო, როგორ ხართ?",
            " 안녕하세요 세계, 오늘은 어떻습니까?",
            "今天我们去学习machine learning和自然语言处理。",
            "今日はとても良い天気ですね、パーティーに行きましょう。",
            "สวัสดีครับวันนี้อากาศดีมาก",
            " 𝒜 well-known user@example.com, https://example.com/a?b=1 😀.");

    private static RealTokens vocabulary;
    private List<Token> script = List.of();
    private int settled;

    static Stream<Integer> seeds() {
        return IntStream.range(0, SEEDS).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void writesEachTokenOnce(int seed) {
        // given
        var random = new Random(seed);
        int millisPerToken = 50 + random.nextInt(200);
        boolean live = random.nextInt(4) > 0;
        script = script(random, millisPerToken);
        ScriptedEngine engine = ScriptedEngine.of(script);
        engine.fault((transcript, decode) -> decode.request().effort() == Effort.INTERIM
                ? unstable(transcript, decode.request().context().prefix().size(), new Random(decode.endMillis()))
                : transcript);
        start(engine, live, 30 * millisPerToken + random.nextInt(20_000), "en");

        // when
        speak((script.getLast().endMillis() + 99) / 100 * 100);
        end(EndReason.SILENCE);

        // then
        List<Token> written = finals.stream()
                .flatMap(result -> result.text().tokens().stream())
                .toList();
        assertThat(TokenText.of(written)).isEqualTo(TokenText.of(script));
        assertThat(ids(written)).isEqualTo(ids(script));
        assertThat(events).doesNotContain(TextEvent.WINDOW_FORCED);
    }

    /** The settled text is the beginning of the model's text, and never shrinks. */
    @Override
    void interimReceived(SegmentText text) {
        List<Integer> kept = new ArrayList<>();
        finals.forEach(result -> kept.addAll(ids(result.text().tokens())));
        kept.addAll(ids(text.tokens().subList(0, text.settled())));
        assertThat(kept).isEqualTo(ids(script).subList(0, kept.size()));
        assertThat(kept).hasSizeGreaterThanOrEqualTo(settled);
        settled = kept.size();
    }

    private static List<Token> script(Random random, int millisPerToken) {
        List<Integer> ids = new ArrayList<>();
        while (ids.size() * millisPerToken < 40_000) {
            ids.addAll(tokens().encode(SENTENCES.get(random.nextInt(SENTENCES.size()))));
        }
        List<Token> script = new ArrayList<>();
        for (int id : ids) {
            long start = (long) script.size() * millisPerToken;
            script.add(token(id, start, start + millisPerToken));
        }
        return script;
    }

    /** Interims read the last tokens differently, or end early. */
    private static Transcript unstable(Transcript transcript, int prefix, Random random) {
        List<Token> tokens = new ArrayList<>(transcript.tokens());
        int changed = Math.min(random.nextInt(6), tokens.size() - prefix);
        int from = tokens.size() - changed;
        if (random.nextBoolean()) {
            tokens.subList(from, tokens.size()).clear();
        } else {
            tokens.subList(from, tokens.size())
                    .replaceAll(
                            each -> token(random.nextInt(tokens().textCount()), each.startMillis(), each.endMillis()));
        }
        return withTokens(transcript, tokens, Transcript.Ending.COMPLETE);
    }

    private static Token token(int id, long startMillis, long endMillis) {
        return new Token(id, Math.log(0.9), startMillis, endMillis, tokens().utf8(id));
    }

    private static RealTokens tokens() {
        if (vocabulary == null) {
            vocabulary = new RealTokens();
        }
        return vocabulary;
    }

    private static List<Integer> ids(List<Token> tokens) {
        return tokens.stream().map(Token::id).toList();
    }
}
