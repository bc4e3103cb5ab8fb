package io.audiostream.transcriber.audio;

import io.audiostream.transcriber.audio.AudioObserver.DropReason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the bytes of one stream to 16 kHz mono samples, -1 to 1. The bytes may be split anywhere; the samples do not
 * depend on it. A WAV header begins a new file, wherever it is in the stream, and the audio of all files is joined. Not
 * thread-safe.
 */
public final class AudioDecoder {

    private final AudioFormat declared;
    private final AudioObserver observer;
    private final HeaderScanner scanner = new HeaderScanner();
    private final PcmDecoder pcm;
    private final HeaderScanner.Sink files = new Files();

    /** The bytes so far, until the encoding is detected: at most a frame of MP3 or AAC, 8 KiB. */
    private byte[] head = {};

    private boolean detected;
    private long position;
    private int headers;
    private long headerAt;
    private @Nullable RawAudioCheck rawCheck;
    private @Nullable WavReader wav;
    private @Nullable PcmFormat raw;

    private AudioDecoder(AudioFormat declared, AudioObserver observer) {
        this.declared = declared;
        this.observer = observer;
        pcm = new PcmDecoder(observer);
    }

    public static AudioDecoder of(AudioFormat format) {
        return of(format, AudioObserver.NOOP);
    }

    /** @param observer receives what the decoder drops and corrects */
    public static AudioDecoder of(AudioFormat format, AudioObserver observer) {
        return new AudioDecoder(format, observer);
    }

    /**
     * Decodes the next bytes, to the end of the buffer.
     *
     * @return the samples that the bytes complete; may be empty
     * @throws AudioException when the bytes are not audio of this format; the decoder must not be used after that
     */
    public float[] decode(ByteBuffer bytes) throws AudioException {
        if (detected) {
            scanner.scan(bytes, files);
        } else {
            head = append(head, bytes);
            detect(false);
        }
        return pcm.takeSamples();
    }

    /**
     * Returns whether the bytes so far end with a whole sample of every channel, outside a header. If so, a new decoder
     * may decode what follows.
     */
    public boolean betweenSamples() {
        return head.length == 0
                && scanner.holdsNothing()
                && (wav == null || wav.betweenHeaders())
                && pcm.betweenFrames();
    }

    /**
     * Ends the stream. Drops an incomplete sample at its end.
     *
     * @return the remaining samples
     * @throws AudioException when the audio ends inside its first header, or is not audio
     */
    public float[] finish() throws AudioException {
        if (!detected && head.length > 0) {
            detect(true);
        }
        scanner.finish(files);
        if (rawCheck != null) {
            rawCheck.finish();
        }
        endFile(true);
        pcm.finish();
        return pcm.takeSamples();
    }

    private void detect(boolean complete) throws AudioException {
        switch (ContainerSniffer.detect(head, complete)) {
            case ContainerSniffer.Known.UNDECIDED -> {
                return;
            }
            case ContainerSniffer.Known.WAV -> wav = new WavReader();
            case ContainerSniffer.Known.RAW -> startRaw();
            case ContainerSniffer.Other other ->
                throw AudioException.ofData("the audio is %s, which this service cannot decode: %s"
                        .formatted(other.name(), RawAudioCheck.SUPPORTED));
        }
        detected = true;
        var buffered = ByteBuffer.wrap(head);
        head = new byte[0];
        scanner.scan(buffered, files);
    }

    private void startRaw() throws AudioException {
        switch (declared.encoding()) {
            case WAV -> throw AudioException.ofData("it is not a WAV file: %s".formatted(WavReader.beginning(head)));
            case PCM_F32LE -> startRaw(SampleType.F32);
            case PCM_S16LE, AUTO -> startRaw(SampleType.S16);
            case PCM_S24LE -> startRaw(SampleType.S24);
            case PCM_S32LE -> startRaw(SampleType.S32);
            case MULAW -> startRaw(SampleType.MULAW);
            case ALAW -> startRaw(SampleType.ALAW);
        }
    }

    private void startRaw(SampleType type) {
        rawCheck = new RawAudioCheck(type);
        raw = new PcmFormat(type, declared.sampleRateHertz(), declared.channels());
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

    private static byte[] append(byte[] bytes, ByteBuffer next) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + next.remaining());
        next.get(all, bytes.length, next.remaining());
        return all;
    }
}
