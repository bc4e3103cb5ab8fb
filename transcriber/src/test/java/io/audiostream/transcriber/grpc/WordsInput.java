package io.audiostream.transcriber.grpc;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An input of {@link WordsContract}.
 *
 * @param maxSegment of the live stream; zero for the service's default
 * @param maxErrors word errors that the model itself makes on the input, at most; negative where its text is no measure
 * @param phrases patterns that the text contains in this order, in any case of letters
 */
record WordsInput(String name, Recording recording, Duration maxSegment, int maxErrors, List<String> phrases) {

    private static final List<Recording> AUSTEN = List.of(
            austen("0870", """
                    And Mr. John Dashwood had then leisure to consider how much there might be prudently in his power to do for them."""),
            austen("0880", "He was not an ill-disposed young man,"),
            austen("0890", "unless to be rather cold-hearted and rather selfish is to be ill-disposed."),
            austen("0920", """
                    Had he married a more amiable woman, he might have been made still more respectable than he was."""),
            austen("0930", "He might even have been made amiable himself."));

    private static final Recording UNPAUSED_SPEECH = join(
            AUSTEN.get(0),
            Recording.JFK,
            AUSTEN.get(3),
            Recording.COUNTING,
            AUSTEN.get(2),
            AUSTEN.get(1),
            AUSTEN.get(4));

    static final WordsInput COUNTING_THEN_JFK =
            of("counting, pause, Kennedy", Recording.COUNTING.then(Recording.JFK, 1, 0), 2, "seven|7", "country");
    static final WordsInput JFK_THEN_COUNTING =
            of("Kennedy, pause, counting", Recording.JFK.then(Recording.COUNTING, 1, 0), 2, "country", "seven|7");
    static final WordsInput ENGLISH_THEN_SPANISH = of(
            "English, pause, Spanish",
            Recording.JFK.then(Recording.PANGRAM, 1, 0).inLanguage("auto"),
            -1,
            "fellow Americans",
            "do for your country",
            "feliz",
            "kiwi");
    static final WordsInput SPANISH_THEN_ENGLISH = of(
            "Spanish, pause, English",
            Recording.PANGRAM.then(Recording.JFK, 1, 0).inLanguage("auto"),
            -1,
            "feliz",
            "kiwi",
            "fellow Americans",
            "do for your country");
    /** Their pause is too short to end an utterance. */
    static final WordsInput ENGLISH_BRIEF_PAUSE_SPANISH = of(
            "English, brief pause, Spanish",
            Recording.JFK.then(Recording.PANGRAM, 0.3, 0).inLanguage("auto"),
            -1,
            "fellow Americans",
            "do for your country",
            "feliz",
            "kiwi");

    static final WordsInput SPANISH_BRIEF_PAUSE_ENGLISH = of(
            "Spanish, brief pause, English",
            Recording.PANGRAM.then(Recording.JFK, 0.3, 0).inLanguage("auto"),
            -1,
            "feliz",
            "kiwi",
            "fellow Americans",
            "do for your country");

    static final WordsInput VERSION =
            of("a version number", Recording.resource("version_2_0_1", "en", """
            Go to w w w dot example dot com slash help, then call 555-1234 and ask for version 2.0.1 of the software."""), -1, "version 2\\.0\\.1", "software");
    static final WordsInput NOES = of(
            "repetitions, then a sentence",
            Recording.resource("twenty_noes_then_a_sentence", "en", """
            No, no, no, no, no, no, no, no, no, no, no, no, no, no, no, no, no, no, no, no, no. \
            The train to London leaves at nine o'clock."""),
            -1,
            "\\bno\\b",
            "train",
            "London");
    static final WordsInput ENGLISH_AS_CHINESE = of(
            "English words in Chinese",
            Recording.resource("english_read_as_chinese", "zh", "machine learning and happy new year"),
            -1,
            "machine learning",
            "happy new year");
    static final WordsInput COMPOUND = of(
            "a compound",
            Recording.resource("german_compound", "de", """
            Die Geschwindigkeitsbegrenzung auf der Autobahn beträgt 130 Kilometer pro Stunde, sagt der Bundesverkehrsminister."""),
            -1,
            "Geschwindigkeit(?!,| s\\p{L})",
            "130",
            "Bundesverkehrsminister");
    static final WordsInput TAMIL = of("Tamil", Recording.resource("tamil_18s", "ta", """
            இந்தியா ஒரு பெரிய நாடு இங்கே பல மொழிகள் பேசப்படுகின்றன \
            ஒவ்வொரு மாநிலத்திற்கும் தனித்தனி பண்பாடும் மரபும் உள்ளது \
            மக்கள் திருவிழாக்களை மகிழ்ச்சியாக கொண்டாடுகிறார்கள் \
            கிராமங்களில் விவசாயிகள் காலையில் எழுந்து வயலில் வேலை \
            செய்கிறார்கள் நகரங்களில் மக்கள் பேருந்திலும் ரயிலிலும் \
            வேலைக்கு செல்கிறார்கள்"""), -1);
    static final WordsInput RUSSIAN = of("Russian", Recording.resource("russian_18s", "ru", """
            Россия самая большая страна в мире и здесь живут люди разных \
            народов которые говорят на многих языках зимой здесь очень \
            холодно и много снега а летом бывает тепло и солнечно в \
            городах работают большие заводы и университеты а в деревнях \
            люди выращивают хлеб и овощи каждый год тысячи туристов \
            приезжают посмотреть на старые церкви и музеи"""), -1);
    static final WordsInput RUSSIAN_12_S = RUSSIAN.segmentsUpTo(12);
    static final WordsInput RUSSIAN_8_S = RUSSIAN.segmentsUpTo(8);
    static final WordsInput UNPAUSED = of(
            "speech without pauses",
            UNPAUSED_SPEECH.withoutPauses(),
            -1,
            "John Dashwood",
            "to do for them",
            "what your country can do",
            "for your country",
            "amiable woman",
            "more respectable than he was",
            "seven|7",
            "rather selfish",
            "young man",
            "amiable himself");
    static final WordsInput UNPAUSED_5_S = UNPAUSED.segmentsUpTo(5);
    static final WordsInput UNPAUSED_55_S = of(
            "55 s without pauses",
            join(UNPAUSED_SPEECH, AUSTEN.get(3), AUSTEN.get(0), Recording.JFK, AUSTEN.get(1))
                    .withoutPauses(),
            -1,
            "John Dashwood",
            "more respectable than he was",
            "seven|7",
            "amiable himself",
            "more respectable than he was",
            "to do for them",
            "for your country",
            "young man");

    private static WordsInput of(String name, Recording recording, int maxErrors, String... phrases) {
        return new WordsInput(name, recording, Duration.ZERO, maxErrors, List.of(phrases));
    }

    private static Recording austen(String name, String text) {
        return Recording.resource("austen_" + name, "en", text);
    }

    private static Recording join(Recording... recordings) {
        return Stream.of(recordings).reduce(Recording::then).orElseThrow();
    }

    private WordsInput segmentsUpTo(int seconds) {
        return new WordsInput(
                "%s, max_segment %d s".formatted(name, seconds),
                recording,
                Duration.ofSeconds(seconds),
                maxErrors,
                phrases);
    }

    /** Returns the first of the phrases that the text does not contain after the phrases before it, or "". */
    String firstMissingPhrase(String text) {
        int from = 0;
        for (String phrase : phrases) {
            Matcher matcher = Pattern.compile(phrase, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                    .matcher(text);
            if (!matcher.find(from)) {
                return phrase;
            }
            from = matcher.end();
        }
        return "";
    }

    @Override
    public String toString() {
        return name;
    }
}
