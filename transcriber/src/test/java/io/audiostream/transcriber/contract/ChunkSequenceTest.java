package io.audiostream.transcriber.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.util.Durations;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.Endpointing;
import io.audiostream.proto.Task;
import io.audiostream.transcriber.contract.ChunkSequence.Accepted;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkSequenceTest {

    private static final AudioMetadata FIRST = AudioMetadata.newBuilder()
            .setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_F32LE)
            .setLanguage("en")
            .setPrompt("Envoy")
            .build();

    private final ChunkSequence sequence = new ChunkSequence();

    @Test
    void keepsMetadataThatClientRepeats() throws Exception {
        // when
        Accepted first = accept(0, FIRST);
        Accepted second = accept(1, FIRST);

        // then
        assertThat(first).isEqualTo(new Accepted(0, Optional.empty()));
        assertThat(second).isEqualTo(new Accepted(1, Optional.empty()));
    }

    @Test
    void keepsMetadataWithoutMetadata() throws Exception {
        // given
        accept(0, FIRST);

        // when / then
        assertThat(sequence.accept(AudioChunk.newBuilder().setChunkIndex(1).build()))
                .hasValue(new Accepted(1, Optional.empty()));
    }

    static Stream<AudioMetadata> options() {
        return Stream.of(
                FIRST.toBuilder().setLanguage("de").build(),
                FIRST.toBuilder().clearLanguage().addLanguages("de").build(),
                FIRST.toBuilder().clearPrompt().build(),
                FIRST.toBuilder().addHotwords("gRPC").build(),
                FIRST.toBuilder().setInterimResults(false).build(),
                FIRST.toBuilder().setInterimInterval(Durations.fromSeconds(1)).build(),
                FIRST.toBuilder()
                        .setEndpointing(Endpointing.newBuilder().setSilence(Durations.fromMillis(300)))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("options")
    void replacesOptionsOnce(AudioMetadata changed) throws Exception {
        // given
        accept(0, FIRST);

        // when / then
        assertThat(accept(1, changed).change()).hasValue(changed);
        assertThat(accept(2, changed).change()).isEmpty();
        assertThat(accept(3, FIRST).change()).hasValue(FIRST);
    }

    static Stream<Arguments> fixed() {
        return Stream.of(
                Arguments.of(
                        "metadata.encoding",
                        "from AUDIO_ENCODING_PCM_F32LE to AUDIO_ENCODING_UNSPECIFIED",
                        FIRST.toBuilder().clearEncoding()),
                Arguments.of(
                        "metadata.sample_rate_hertz",
                        "from 0 to 8000",
                        FIRST.toBuilder().setSampleRateHertz(8_000)),
                Arguments.of(
                        "metadata.channels", "from 0 to 2", FIRST.toBuilder().setChannels(2)),
                Arguments.of(
                        "metadata.task",
                        "from TASK_UNSPECIFIED to TASK_TRANSLATE",
                        FIRST.toBuilder().setTask(Task.TASK_TRANSLATE)),
                Arguments.of(
                        "metadata.model", "from '' to 'base'", FIRST.toBuilder().setModel("base")),
                Arguments.of(
                        "metadata.word_timestamps",
                        "from false to true",
                        FIRST.toBuilder().setWordTimestamps(true)),
                Arguments.of(
                        "metadata.speech_events",
                        "from false to true",
                        FIRST.toBuilder().setSpeechEvents(true)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fixed")
    void refusesChangeOfWholeStream(String field, String values, AudioMetadata.Builder changed) throws Exception {
        // given
        accept(0, FIRST);

        // when
        SessionRefusedException refusal =
                catchThrowableOfType(SessionRefusedException.class, () -> accept(1, changed.build()));

        // then
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal)
                .hasMessageContaining(values)
                .hasMessageContaining("open another stream; language, languages, prompt");
    }

    /** A client that sends chunks again sends their old metadata. */
    @Test
    void ignoresMetadataOfChunkThatWasReceivedBefore() throws Exception {
        // given
        accept(0, FIRST);
        AudioMetadata changed = FIRST.toBuilder().setLanguage("de").build();
        accept(1, changed);
        accept(2, changed);

        // when
        Optional<Accepted> again = sequence.accept(
                AudioChunk.newBuilder().setChunkIndex(1).setMetadata(FIRST).build());

        // then
        assertThat(again).isEmpty();
        assertThat(accept(3, changed).change()).isEmpty();
    }

    private Accepted accept(int index, AudioMetadata metadata) throws SessionRefusedException {
        return sequence.accept(AudioChunk.newBuilder()
                        .setChunkIndex(index)
                        .setMetadata(metadata)
                        .build())
                .orElseThrow();
    }
}
