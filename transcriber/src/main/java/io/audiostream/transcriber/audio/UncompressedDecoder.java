package io.audiostream.transcriber.audio;

import io.audiostream.transcriber.audio.AudioObserver.DropReason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes WAV files and raw PCM. A WAV header begins a new file, wherever it is in the stream, and the audio of all
 * files is joined. Not thread-safe.
 */
final class UncompressedDecoder implements FormatDecoder {

    private final AudioObserver observer;
    private final HeaderScanner scanner = new HeaderScanner();
    private final PcmDecoder pcm;
    private final HeaderScanner.Sink files = new Files();
    private long position;
    private int headers;
    private long headerAt;
    private boolean ended;
    private @Nullable RawAudioCheck rawCheck;
    private @Nullable WavReader wav;
    private @Nullable PcmFormat raw;

    private UncompressedDecoder(AudioFormat declared, AudioObserver observer) {
        this.observer = observer;
        pcm = new PcmDecoder(declared, observer);
    }

    /**
     * Returns a decoder of a stream that begins with a WAV header.
     *
     * @param declared what the client says about the channels
     */
    static UncompressedDecoder wav(AudioFormat declared, AudioObserver observer) {
        var decoder = new UncompressedDecoder(declared, observer);
        decoder.wav = new WavReader();
        return decoder;
    }

    /**
     * Returns a decoder of raw PCM, which refuses text and compressed data.
     *
     * @param declared what the client says about the channels
     */
    static UncompressedDecoder raw(PcmFormat format, AudioFormat declared, AudioObserver observer) {
        var decoder = new UncompressedDecoder(declared, observer);
        decoder.rawCheck = new RawAudioCheck(format.type());
        decoder.raw = format;
        return decoder;
    }

    @Override
    public boolean accepts() {
        return true;
    }

    @Override
    public void decode(ByteBuffer bytes) throws AudioException {
        scanner.scan(bytes, files);
    }

    @Override
    public void finish() throws AudioException {
        ended = true;
        scanner.finish(files);
        if (rawCheck != null) {
            rawCheck.finish();
        }
        endFile(true);
        pcm.finish();
    }

    @Override
    public boolean hasSamples() {
        return pcm.hasSamples();
    }

    @Override
    public int channels() {
        return pcm.channels();
    }

    @Override
    public float[] takeSamples() {
        return pcm.takeSamples();
    }

    @Override
    public boolean finished() {
        return ended && !pcm.hasSamples();
    }

    @Override
    public boolean betweenSamples() {
        return scanner.holdsNothing() && (wav == null || wav.betweenHeaders()) && pcm.betweenFrames();
    }

    /** Receives the bytes of the stream, split where a WAV header begins. */
    private final class Files implements HeaderScanner.Sink {

        @Override
        public void bytes(ByteBuffer bytes) throws AudioException {
            position += bytes.remaining();
            WavReader file = wav;
            if (file == null) {
                readRaw(bytes);
                return;
            }
            try {
                readWav(file, bytes);
            } catch (AudioException e) {
                throw headerAt == 0
                        ? e
                        : new AudioException(
                                e.field(),
                                "WAV header %d of the stream, at byte %d: %s"
                                        .formatted(headers, headerAt, e.getMessage()));
            }
        }

        @Override
        public void header() throws AudioException {
            if (wav == null || !wav.untouched()) {
                endFile(false);
                wav = new WavReader();
                rawCheck = null;
            }
            headers++;
            headerAt = position;
        }
    }

    private void readRaw(ByteBuffer bytes) throws AudioException {
        if (rawCheck != null) {
            rawCheck.accept(bytes);
        }
        if (raw != null) {
            pcm.decode(raw, bytes);
        }
    }

    private void readWav(WavReader file, ByteBuffer bytes) throws AudioException {
        while (bytes.hasRemaining()) {
            ByteBuffer audio = file.read(bytes);
            PcmFormat format = file.format();
            if (audio.hasRemaining() && format != null) {
                pcm.decode(format, audio);
            }
        }
        reportDropped(DropReason.AFTER_WAV_DATA, file.takeDropped());
    }

    private void endFile(boolean streamEnds) throws AudioException {
        pcm.dropIncomplete();
        if (wav != null && wav.hasAudio()) {
            reportDropped(DropReason.AFTER_WAV_DATA, wav.incompleteChunk());
        } else if (wav != null) {
            if (streamEnds && !pcm.started()) {
                throw AudioException.ofData("the WAV file is cut off: it ends after %d bytes, before its audio"
                        .formatted(wav.headerBytes()));
            }
            reportDropped(DropReason.INCOMPLETE_HEADER, wav.headerBytes());
        }
    }

    private void reportDropped(DropReason reason, long bytes) {
        if (bytes > 0) {
            observer.dropped(reason, bytes);
        }
    }
}
