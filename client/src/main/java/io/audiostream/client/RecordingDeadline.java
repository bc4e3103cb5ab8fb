package io.audiostream.client;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The default deadline of a call with a recording: as long as the recording, because a service that keeps up needs
 * less.
 */
final class RecordingDeadline {

    /** Deadline of short recordings. */
    static final Duration MIN = Duration.ofSeconds(30);

    private static final int DEFAULT_RATE_HERTZ = 16_000;
    private static final int RIFF_HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;

    /** Offset of the byte rate in the chunk that describes the format. */
    private static final int BYTE_RATE_OFFSET = 8;

    private RecordingDeadline() {}

    static Duration of(AudioFile file) {
        ByteString audio = file.getAudioData();
        Duration length = Duration.ofSeconds(audio.size() / bytesPerSecond(audio, file.getMetadata()));
        return length.compareTo(MIN) > 0 ? length : MIN;
    }

    private static long bytesPerSecond(ByteString audio, AudioMetadata metadata) {
        boolean raw = metadata.getEncoding() == AudioEncoding.AUDIO_ENCODING_PCM_S16LE
                || metadata.getEncoding() == AudioEncoding.AUDIO_ENCODING_PCM_F32LE;
        long ofWav = raw || !isWav(audio) ? 0 : wavBytesPerSecond(audio);
        if (ofWav > 0) {
            return ofWav;
        }
        int sampleBytes = metadata.getEncoding() == AudioEncoding.AUDIO_ENCODING_PCM_F32LE ? Float.BYTES : Short.BYTES;
        long rate = metadata.getSampleRateHertz() > 0 ? metadata.getSampleRateHertz() : DEFAULT_RATE_HERTZ;
        return rate * Math.max(1, metadata.getChannels()) * sampleBytes;
    }

    private static boolean isWav(ByteString audio) {
        return audio.size() > RIFF_HEADER_BYTES
                && tag(audio, 0).equals("RIFF")
                && tag(audio, 8).equals("WAVE");
    }

    /** Returns 0 if the header does not give the byte rate. */
    private static long wavBytesPerSecond(ByteString audio) {
        ByteBuffer bytes = audio.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long at = RIFF_HEADER_BYTES;
        while (at + CHUNK_HEADER_BYTES + BYTE_RATE_OFFSET + Integer.BYTES <= audio.size()) {
            int body = (int) at + CHUNK_HEADER_BYTES;
            if (tag(audio, (int) at).equals("fmt ")) {
                return Integer.toUnsignedLong(bytes.getInt(body + BYTE_RATE_OFFSET));
            }
            long size = Integer.toUnsignedLong(bytes.getInt((int) at + 4));
            // Chunks are padded to an even length.
            at = body + size + (size & 1);
        }
        return 0;
    }

    private static String tag(ByteString audio, int at) {
        return audio.substring(at, at + 4).toString(StandardCharsets.ISO_8859_1);
    }
}
