package io.audiostream.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResumeBufferTest {

    private final ResumeBuffer buffer = new ResumeBuffer();

    @Test
    void forgetsChunkWithoutAudioIfAllBeforeIsFinal() {
        // given
        var buffer = new ResumeBuffer();
        buffer.append(ByteString.copyFromUtf8("text"), false, Optional.empty());
        buffer.next();
        buffer.commit(4);
        buffer.append(ByteString.EMPTY, true, Optional.empty());
        buffer.next();

        // when
        boolean more = buffer.commit(4);

        // then
        assertThat(more).isFalse();
        assertThat(buffer.isCommitted()).isTrue();
    }

    @Test
    void sendsAgainFromFirstByteThatIsNotCommitted() {
        // given
        append("abcd", "efgh", "ijkl");
        send();

        // when
        buffer.commit(6);
        boolean complete = buffer.rewind();

        // then
        assertThat(complete).isTrue();
        assertThat(send()).containsExactly("1 gh", "2 ijkl");
    }

    @Test
    void keepsChunksInOrderOverSeveralBreaks() {
        // given
        append("abcd", "efgh", "ijkl");
        buffer.next();
        buffer.rewind();
        buffer.next();
        buffer.next();
        buffer.commit(1);

        // when
        buffer.rewind();

        // then
        assertThat(send()).containsExactly("0 bcd", "1 efgh", "2 ijkl");
    }

    @Test
    void failsToRewindToChunkThatBoundDropped() {
        // given
        append("abcd", "efgh", "ijkl");
        send();

        // when
        buffer.shrink(150);

        // then
        assertThat(buffer.rewind()).isFalse();
        assertThat(buffer.commit(4)).isTrue();
        assertThat(buffer.rewind()).isTrue();
    }

    @Test
    void neverCommitsAudioThatWasNotSent() {
        // given
        append("abcd", "efgh");
        buffer.next();

        // when
        buffer.commit(100);

        // then
        assertThat(buffer.committed()).isEqualTo(4);
        assertThat(send()).containsExactly("1 efgh");
    }

    @Test
    void keepsFlushUntilItsAudioIsCommitted() {
        // given
        append("abcd");
        buffer.append(ByteString.EMPTY, true, Optional.empty());
        send();

        // when
        buffer.rewind();

        // then
        assertThat(send()).containsExactly("0 abcd", "1 flush");
        buffer.commit(4);
        assertThat(buffer.isCommitted()).isTrue();
    }

    @Test
    void remembersMetadataOfChunksThatAreFinal() {
        // given
        append("abcd");
        buffer.append(ByteString.EMPTY, false, Optional.of(language("de")));
        append("efgh");
        buffer.append(ByteString.EMPTY, false, Optional.of(language("fr")));
        append("ijkl");
        send();
        assertThat(buffer.metadata()).isEmpty();

        // when
        buffer.commit(6);
        buffer.rewind();

        // then
        assertThat(buffer.metadata()).hasValue(language("de"));
        assertThat(send()).containsExactly("2 gh", "3 fr", "4 ijkl");
    }

    private static AudioMetadata language(String code) {
        return AudioMetadata.newBuilder().setLanguage(code).build();
    }

    @Test
    void findsStartOfChunkThatServiceNames() {
        // given
        append("abcd", "efgh");
        send();

        // when / then
        assertThat(buffer.startOf(1)).isEqualTo(4);
        assertThat(buffer.startOf(2)).isEqualTo(8);
        assertThat(buffer.startOf(-7)).isZero();
    }

    private void append(String... chunks) {
        for (String chunk : chunks) {
            buffer.append(ByteString.copyFromUtf8(chunk), false, Optional.empty());
        }
    }

    private List<String> send() {
        List<String> sent = new ArrayList<>();
        while (buffer.hasUnsent()) {
            ResumeBuffer.Chunk chunk = buffer.next();
            sent.add(chunk.index() + " "
                    + (chunk.flush() ? "flush" : chunk.audio().toStringUtf8())
                    + chunk.metadata().map(AudioMetadata::getLanguage).orElse(""));
        }
        return sent;
    }
}
