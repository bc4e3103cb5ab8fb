package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the bytes of one stream to 16 kHz samples, -1 to 1: mono, or interleaved if the channels remain separate. The
 * bytes may be split anywhere; the samples do not depend on it. The first bytes tell the format. A WAV header begins a
 * new file, wherever it is in a stream of WAV or raw PCM, and the audio of all files is joined. Compressed audio is
 * decoded on other threads, so its samples come later than its bytes. Not thread-safe.
 */
public final class AudioDecoder {

    private static final float[] NO_SAMPLES = {};

    private final AudioFormat declared;
    private final AudioObserver observer;
    private final Transcoder.Factory transcoders;
    private final Runnable onProgress;

    /** The bytes so far, until the format is detected: at most a frame of MP3 or AAC, 8 KiB. */
    private byte[] head = {};

    /** ID3 tags before the audio, which may hold a picture of megabytes. */
    private final UnitWalker tags = new UnitWalker(UnitLayouts.leadingTags());

    /** Number of bytes, with the tags, until the format is detected. */
    private long headBytes;

    private boolean ended;
    private @Nullable FormatDecoder format;

    private AudioDecoder(
            AudioFormat declared, AudioObserver observer, Transcoder.Factory transcoders, Runnable onProgress) {
        this.declared = declared;
        this.observer = observer;
        this.transcoders = transcoders;
        this.onProgress = onProgress;
    }

    /** Returns a decoder of uncompressed audio. */
    public static AudioDecoder of(AudioFormat format) {
        return of(format, AudioObserver.NOOP, Transcoder.Factory.NONE, () -> {});
    }

    /**
     * @param observer receives what the decoder drops and corrects
     * @param transcoders decode compressed audio
     * @param onProgress called on any thread when compressed audio has more samples, or accepts more bytes; must not
     *     block
     */
    public static AudioDecoder of(
            AudioFormat format, AudioObserver observer, Transcoder.Factory transcoders, Runnable onProgress) {
        return new AudioDecoder(format, observer, transcoders, onProgress);
    }

    /** Returns whether {@link #decode} may be called; false while enough compressed bytes are queued. */
    public boolean accepts() {
        return format == null || format.accepts();
    }

    /**
     * Decodes the next bytes, to the end of the buffer.
     *
     * @return the samples that are complete; may be empty
     * @throws AudioException when the bytes are not audio of this format; the decoder must not be used after that
     */
    public float[] decode(ByteBuffer bytes) throws AudioException {
        if (format == null) {
            headBytes += bytes.remaining();
            tags.accept(bytes.slice(), this::appendHead);
            bytes.position(bytes.limit());
            detect(false);
        } else {
            format.decode(bytes);
        }
        return takeSamples();
    }

    /** Returns the number of channels of the samples; 0 for separate channels before the first sample. */
    public int channels() {
        if (!declared.channelMode().isSeparate()) {
            return 1;
        }
        return format == null ? 0 : format.channels();
    }

    /** Returns whether {@link #takeSamples} would return samples, or fail. */
    public boolean hasSamples() {
        return format != null && format.hasSamples();
    }

    /**
     * Returns the samples that were completed since the last call.
     *
     * @throws AudioException when the compressed bytes before are not audio; the decoder must not be used after that
     */
    public float[] takeSamples() throws AudioException {
        return format == null ? NO_SAMPLES : format.takeSamples();
    }

    /**
     * Returns whether the bytes so far end with a whole sample of every channel, outside a header. If so, a new decoder
     * may decode what follows.
     */
    public boolean betweenSamples() {
        return head.length == 0 && !tags.endsInside() && (format == null || format.betweenSamples());
    }

    /**
     * Ends the stream. Drops an incomplete sample at its end. The samples of compressed audio may come later:
     * {@link #takeSamples} returns them until the decoder has {@link #finished}.
     *
     * @return the remaining samples so far
     * @throws AudioException when the audio ends inside its first header, or is not audio
     */
    public float[] finish() throws AudioException {
        ended = true;
        if (format == null && headBytes > 0) {
            tags.finish(this::appendHead);
            if (head.length == 0) {
                throw AudioException.ofData("the %d bytes end %s, before any audio"
                        .formatted(headBytes, tags.endsInside() ? "inside an ID3 tag" : "with an ID3 tag"));
            }
            detect(true);
        }
        if (format != null) {
            format.finish();
        }
        return takeSamples();
    }

    /** Returns whether all samples of a stream that has ended were returned. */
    public boolean finished() {
        return ended && (format == null || format.finished());
    }

    private void detect(boolean complete) throws AudioException {
        FormatDecoder detected = switch (ContainerSniffer.detect(head, complete)) {
            case ContainerSniffer.Known.UNDECIDED -> null;
            case ContainerSniffer.Known.WAV -> UncompressedDecoder.wav(declared, observer);
            // ID3 tags are MP3's: ffmpeg finds the first frame behind padding.
            case ContainerSniffer.Known.RAW ->
                headBytes > head.length
                        ? startTranscoder(CompressedFormat.MP3)
                        : UncompressedDecoder.raw(rawFormat(), declared, observer);
            case ContainerSniffer.Compressed compressed -> startTranscoder(compressed.format());
            case ContainerSniffer.Other other ->
                throw AudioException.ofData("the audio is %s, which this service cannot decode: %s"
                        .formatted(other.name(), RawAudioCheck.SUPPORTED));
        };
        if (detected != null) {
            format = detected;
            var buffered = ByteBuffer.wrap(head);
            head = new byte[0];
            detected.decode(buffered);
        }
    }

    private FormatDecoder startTranscoder(CompressedFormat compressed) throws AudioException {
        if (declared.encoding() != AudioFormat.Encoding.AUTO) {
            throw AudioException.ofData(
                    "the audio is %s, but the request declares the encoding %s: declare none, or send that"
                            .formatted(compressed.commonName(), declared.encoding()));
        }
        return new CompressedDecoder(compressed, transcoders.start(compressed, onProgress), declared, observer);
    }

    private PcmFormat rawFormat() throws AudioException {
        SampleType type = switch (declared.encoding()) {
            case WAV -> throw AudioException.ofData("it is not a WAV file: %s".formatted(WavReader.beginning(head)));
            case PCM_F32LE -> SampleType.F32;
            case PCM_S16LE, AUTO -> SampleType.S16;
            case PCM_S24LE -> SampleType.S24;
            case PCM_S32LE -> SampleType.S32;
            case MULAW -> SampleType.MULAW;
            case ALAW -> SampleType.ALAW;
        };
        return new PcmFormat(type, declared.sampleRateHertz(), declared.channels());
    }

    private void appendHead(ByteBuffer next) {
        int length = head.length;
        head = Arrays.copyOf(head, length + next.remaining());
        next.get(head, length, next.remaining());
    }
}
