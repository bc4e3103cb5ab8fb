package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.ChannelMode;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import io.audiostream.transcriber.session.TestSessions.Client;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A stream with separate channels that breaks at random moments, and whose client resumes as the contract says. The
 * speakers talk and pause at random, so hardly any moment is a pause of all.
 */
class ResumedChannelsTest {

    private static final int CHANNELS = 3;
    private static final int SAMPLES_PER_MILLI = 16;
    private static final int MILLIS = 40_000;
    private static final int MILLIS_PER_WORD = 310;
    private static final int MAX_BREAKS = 5;

    /** Positions in the script at which the channels begin, so that the engine tells them from each other. */
    private static final int CHANNEL_SAMPLES = 1 << 22;

    private record Burst(int from, int to) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void bringsEachWordOfEachChannelOnce(long seed) throws Exception {
        // given
        var random = new Random(seed);
        List<List<Burst>> speech = new ArrayList<>();
        List<List<Token>> words = new ArrayList<>();
        for (int channel = 0; channel < CHANNELS; channel++) {
            speech.add(bursts(random));
            words.add(words(channel, speech.get(channel)));
        }
        int chunkMillis = List.of(20, 100, 240).get(random.nextInt(3));

        // when
        List<SegmentResult> finals = transcribe(random, chunkMillis, speech, words);

        // then
        for (int channel = 0; channel < CHANNELS; channel++) {
            int number = channel + 1;
            assertThat(finals.stream()
                            .filter(result -> result.channel() == number)
                            .map(SegmentResult::text)
                            .collect(Collectors.joining(" ")))
                    .as("channel %d", number)
                    .isEqualTo(TokenText.of(words.get(channel)));
        }
    }

    private static List<SegmentResult> transcribe(
            Random random, int chunkMillis, List<List<Burst>> speech, List<List<Token>> words) throws Exception {
        List<SegmentResult> finals = new ArrayList<>();
        List<Token> script = words.stream().flatMap(List::stream).toList();
        try (var sessions = new TestSessions(CHANNELS, ScriptedEngine.of(script), TestAudio::everySound)) {
            int firstChunk = 0;
            List<Duration> skips = List.of();
            int chunks = MILLIS / chunkMillis;
            for (int breaks = 0; breaks < MAX_BREAKS && firstChunk < chunks; breaks++) {
                int until = Math.min(chunks, firstChunk + random.nextInt(500, 15_000) / chunkMillis);
                Client client = sessions.open(request(skips));
                for (int chunk = firstChunk; chunk < until; chunk++) {
                    client.sendChunk(pcm(speech, chunk * chunkMillis, (chunk + 1) * chunkMillis));
                }
                client.awaitSteps();
                SegmentResult.Progress reached = breakOff(random, sessions, client);
                finals.addAll(textsOf(client));
                if (reached != null) {
                    skips = skips(reached, chunkMillis);
                    firstChunk += reached.resumeChunk();
                }
            }
            Client last = sessions.open(request(skips));
            for (int chunk = firstChunk; chunk < chunks; chunk++) {
                last.sendChunk(pcm(speech, chunk * chunkMillis, (chunk + 1) * chunkMillis));
            }
            last.session.end();
            assertThat(last.awaitEnd()).isEmpty();
            finals.addAll(textsOf(last));
            assertThat(sessions.slots.inUse()).isZero();
        }
        return finals;
    }

    /**
     * Ends the session as a server or a network does. Returns the point to resume from; null for the same as before.
     */
    private static SegmentResult.@Nullable Progress breakOff(Random random, TestSessions sessions, Client client) {
        switch (random.nextInt(4)) {
            case 0 -> client.session.drain();
            case 1 -> client.session.retire();
            case 2 -> client.session.abandon();
            default -> {
                client.session.cancel();
                sessions.holdSteps().countDown(); // the results before the end have arrived
                List<SegmentResult> results = client.results();
                return results.isEmpty() ? null : results.getLast().progress();
            }
        }
        return ((ResumableException) client.awaitEnd().orElseThrow()).progress();
    }

    private static List<SegmentResult> textsOf(Client client) {
        return client.finals().stream()
                .filter(result -> !result.text().isEmpty())
                .toList();
    }

    /** Returns what the contract asks of a client: the committed audio of each channel after the start of the chunk. */
    private static List<Duration> skips(SegmentResult.Progress reached, int chunkMillis) {
        Duration start = Duration.ofMillis((long) reached.resumeChunk() * chunkMillis);
        return reached.channelCommitted().stream()
                .map(committed -> committed.minus(start))
                .map(skip -> skip.isNegative() ? Duration.ZERO : skip)
                .toList();
    }

    private static List<Burst> bursts(Random random) {
        List<Burst> bursts = new ArrayList<>();
        int at = random.nextInt(4_000);
        while (true) {
            int end = at + random.nextInt(2, 30) * MILLIS_PER_WORD;
            if (end > MILLIS - 1_000) {
                return bursts;
            }
            bursts.add(new Burst(at, end));
            at = end + random.nextInt(1_200, 5_000);
        }
    }

    private static List<Token> words(int channel, List<Burst> bursts) {
        List<Token> words = new ArrayList<>();
        long start = base(channel) / SAMPLES_PER_MILLI;
        for (Burst burst : bursts) {
            for (int at = burst.from(); at < burst.to(); at += MILLIS_PER_WORD) {
                String word = " %c%d".formatted('a' + channel, words.size());
                words.add(ScriptedEngine.token(word, start + at, start + at + MILLIS_PER_WORD));
            }
        }
        return words;
    }

    private static long base(int channel) {
        return (channel + 1L) * CHANNEL_SAMPLES - CHANNEL_SAMPLES / 2;
    }

    /** Returns interleaved PCM. Speech carries its positions in the script. */
    private static ByteString pcm(List<List<Burst>> speech, int fromMillis, int toMillis) {
        int from = fromMillis * SAMPLES_PER_MILLI;
        int to = toMillis * SAMPLES_PER_MILLI;
        ByteBuffer bytes =
                ByteBuffer.allocate((to - from) * CHANNELS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int position = from; position < to; position++) {
            int millis = position / SAMPLES_PER_MILLI;
            for (int channel = 0; channel < CHANNELS; channel++) {
                boolean speaks =
                        speech.get(channel).stream().anyMatch(burst -> burst.from() <= millis && millis < burst.to());
                bytes.putFloat(speaks ? ScriptedEngine.sample(base(channel) + position) : 0);
            }
        }
        return ByteString.copyFrom(bytes.flip());
    }

    private static SessionRequest request(List<Duration> skips) {
        return TestRequest.withDefaults()
                .format(new AudioFormat(
                        AudioFormat.Encoding.PCM_F32LE, 16_000, CHANNELS, ChannelMode.SEPARATE_AS_DECLARED))
                .channelSkips(skips)
                .build();
    }
}
