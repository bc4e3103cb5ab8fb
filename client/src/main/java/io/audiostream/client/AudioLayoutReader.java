package io.audiostream.client;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Finds the layout of audio in its first bytes. It reads any number of chunks before the samples of a WAV file. */
public final class AudioLayoutReader {

    private static final int DEFAULT_RATE_HERTZ = 16_000;
    private static final int TELEPHONE_RATE_HERTZ = 8_000;
    private static final int RIFF_HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int FORMAT_BYTES = 16;

    /** Maximum size of what precedes the samples of a WAV file, in bytes. A file may begin with a picture. */
    public static final int MAX_HEADER_BYTES = 16 << 20;

    /** How compressed audio begins that is not a row of frames: FLAC, Ogg, WebM, AMR, and a tag before MP3. */
    private static final List<String> COMPRESSED = List.of("fLaC", "OggS", "\u001a\u0045\u00df\u00a3", "#!AM", "ID3");

    private static final String MP4 = "ftyp";

    private final AudioMetadata metadata;
    private ByteString beginning = ByteString.EMPTY;
    private Optional<AudioLayout> layout = Optional.empty();

    /** Size of the beginning from which another look at it can find more. */
    private long neededBytes;

    /** @param metadata the client's description of the audio */
    public AudioLayoutReader(AudioMetadata metadata) {
        this.metadata = metadata;
        read();
    }

    /** Reads the next bytes of the audio. */
    public void accept(ByteString audio) {
        if (needsBytes()) {
            beginning = beginning.concat(audio);
            if (!needsBytes()) {
                read();
            }
        }
    }

    /** The layout; empty while the bytes are too few, and for audio that is neither PCM nor WAV. */
    public Optional<AudioLayout> layout() {
        return layout;
    }

    /** Whether more bytes of the audio can still give a layout. */
    public boolean needsBytes() {
        return beginning.size() < neededBytes && !isHeaderTooLong();
    }

    /** Whether the samples of a WAV file begin after {@link #MAX_HEADER_BYTES}. The reader does not keep so much. */
    public boolean isHeaderTooLong() {
        return neededBytes > MAX_HEADER_BYTES;
    }

    /** The layout of raw PCM or G.711, by the client's description. */
    public static AudioLayout raw(AudioMetadata metadata) {
        AudioEncoding encoding = metadata.getEncoding();
        int sampleBytes = switch (encoding) {
            case AUDIO_ENCODING_MULAW, AUDIO_ENCODING_ALAW -> 1;
            case AUDIO_ENCODING_PCM_S24LE -> 3;
            case AUDIO_ENCODING_PCM_S32LE, AUDIO_ENCODING_PCM_F32LE -> 4;
            default -> 2;
        };
        int defaultRate = sampleBytes == 1 ? TELEPHONE_RATE_HERTZ : DEFAULT_RATE_HERTZ;
        int rate = metadata.getSampleRateHertz() > 0 ? metadata.getSampleRateHertz() : defaultRate;
        int channels = Math.max(1, metadata.getChannels());
        return new AudioLayout(ByteString.EMPTY, AudioLayout.UNKNOWN_SIZE, channels * sampleBytes, rate);
    }

    private void read() {
        neededBytes = 0;
        layout = find();
        if (!needsBytes()) {
            beginning = ByteString.EMPTY;
        }
    }

    private Optional<AudioLayout> find() {
        return switch (metadata.getEncoding()) {
            case AUDIO_ENCODING_PCM_S16LE,
                    AUDIO_ENCODING_PCM_S24LE,
                    AUDIO_ENCODING_PCM_S32LE,
                    AUDIO_ENCODING_PCM_F32LE,
                    AUDIO_ENCODING_MULAW,
                    AUDIO_ENCODING_ALAW -> Optional.of(raw(metadata));
            case AUDIO_ENCODING_UNSPECIFIED, AUDIO_ENCODING_WAV -> detect();
            default -> Optional.empty();
        };
    }

    private Optional<AudioLayout> detect() {
        if (beginning.size() < RIFF_HEADER_BYTES) {
            neededBytes = RIFF_HEADER_BYTES;
            return Optional.empty();
        }
        if (tag(0).equals("RIFF") && tag(8).equals("WAVE")) {
            return wav();
        }
        boolean compressed = COMPRESSED.stream().anyMatch(tag(0)::startsWith) || tag(4).equals(MP4) || isFrames();
        return compressed || needsBytes() || metadata.getEncoding() == AudioEncoding.AUDIO_ENCODING_WAV
                ? Optional.empty()
                : Optional.of(raw(metadata));
    }

    /** Whether the audio is MP3 or AAC: a second header follows where the first frame ends. */
    private boolean isFrames() {
        FrameHeader first = FrameHeader.at(0, beginning);
        if (!first.exists()) {
            return false;
        }
        if (beginning.size() < first.length() + FrameHeader.BYTES) {
            neededBytes = first.length() + FrameHeader.BYTES;
            return false;
        }
        FrameHeader second = FrameHeader.at(first.length(), beginning);
        return second.exists() && second.isMp3() == first.isMp3();
    }

    private Optional<AudioLayout> wav() {
        ByteBuffer bytes = beginning.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        int frameBytes = 0;
        int rate = 0;
        long at = RIFF_HEADER_BYTES;
        while (at + CHUNK_HEADER_BYTES <= beginning.size()) {
            int body = (int) at + CHUNK_HEADER_BYTES;
            long size = Integer.toUnsignedLong(bytes.getInt((int) at + 4));
            String tag = tag((int) at);
            if (tag.equals("fmt ") && body + FORMAT_BYTES <= beginning.size()) {
                rate = bytes.getInt(body + 4);
                frameBytes = Short.toUnsignedInt(bytes.getShort(body + 12));
            } else if (tag.equals("data")) {
                // Without a usable format the service refuses the file.
                return frameBytes > 0 && rate > 0
                        ? Optional.of(new AudioLayout(
                                beginning.substring(0, body),
                                size == 0 ? AudioLayout.UNKNOWN_SIZE : size,
                                frameBytes,
                                rate))
                        : Optional.empty();
            }
            // Chunks are padded to an even length.
            at = body + size + (size & 1);
        }
        neededBytes = at + CHUNK_HEADER_BYTES;
        return Optional.empty();
    }

    private String tag(int at) {
        return beginning.substring(at, at + 4).toString(StandardCharsets.ISO_8859_1);
    }
}
