package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Refuses bytes without a header that are not PCM: text and compressed data. It looks at the first
 * {@value #CHECKED_BYTES} bytes of a stream, and delays none of them. Not thread-safe.
 */
final class RawAudioCheck {

    /** The client has to know which formats are right. */
    static final String SUPPORTED =
            "send WAV, raw PCM, G.711 mu-law or A-law, MP3, AAC, FLAC, Ogg, WebM, MP4 or AMR, from its beginning";

    /** What a service without a {@link Transcoder} decodes. */
    static final String UNCOMPRESSED = "send WAV, raw PCM, or G.711 mu-law or A-law";

    private static final int WINDOW_BYTES = 8 << 10;
    private static final int CHECKED_BYTES = 64 << 10;
    private static final int TEXT_BYTES = 256;
    private static final int MIN_TEXT_BYTES = 8;

    private final SampleType type;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
    private int checked;
    private boolean textChecked;

    /** @param type type of the samples that the bytes should be */
    RawAudioCheck(SampleType type) {
        this.type = type;
    }

    /**
     * Checks the next bytes of the stream.
     *
     * @param bytes not changed
     * @throws AudioException when the bytes so far are not PCM
     */
    void accept(ByteBuffer bytes) throws AudioException {
        ByteBuffer rest = bytes.slice();
        while (rest.hasRemaining() && checked < CHECKED_BYTES) {
            int length = Math.min(rest.remaining(), window.remaining());
            window.put(rest.slice(rest.position(), length));
            rest.position(rest.position() + length);
            if (!textChecked && window.position() >= TEXT_BYTES) {
                checkText(TEXT_BYTES);
            }
            if (!window.hasRemaining()) {
                checkWindow();
            }
        }
    }

    /** @throws AudioException when the stream, which has ended, is not PCM */
    void finish() throws AudioException {
        if (!textChecked && window.position() >= MIN_TEXT_BYTES) {
            checkText(window.position());
        }
        if (window.position() > 0 && checked < CHECKED_BYTES) {
            checkWindow();
        }
    }

    private void checkText(int length) throws AudioException {
        textChecked = true;
        var text = TextDetector.describe(Arrays.copyOf(window.array(), length));
        if (text.isPresent()) {
            throw AudioException.ofData("the bytes are not audio but %s: %s".formatted(text.get(), SUPPORTED));
        }
    }

    private void checkWindow() throws AudioException {
        int at = checked;
        checked += window.position();
        if (type == SampleType.S16 && CompressedDataDetector.isCompressed(window.flip())) {
            throw AudioException.ofData(("the bytes are not PCM: from byte %d on they are compressed or encrypted data,"
                            + " such as a part of an AAC, MP3, WebM or MP4 file: %s")
                    .formatted(at, SUPPORTED));
        }
        window.clear();
    }
}
