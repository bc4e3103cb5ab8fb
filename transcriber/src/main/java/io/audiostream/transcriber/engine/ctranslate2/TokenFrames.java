package io.audiostream.transcriber.engine.ctranslate2;

/**
 * Where the tokens of a text lie in the audio, in frames of 20 ms, by the decoder's cross-attention.
 *
 * @param starts for each token, its start, by dynamic time warping. Last comes the end of the text.
 * @param attended for each token, the frame that the decoder attended to most when it predicted the token
 */
record TokenFrames(int[] starts, int[] attended) {

    private static final long MILLIS_PER_FRAME = 20;

    /**
     * Maximum distance of a token's start or end from the attended frame, in frames. The warping gives every frame to a
     * token, so that a token beside a pause, or beside speech that the text skips, seems to be long.
     */
    private static final int MAX_DISTANCE = 25;

    /** Returns evenly spaced tokens, for a model whose alignment heads are not known. */
    static TokenFrames evenlySpaced(int count, int frames) {
        int[] starts = new int[count + 1];
        int[] attended = new int[count];
        for (int i = 0; i <= count; i++) {
            starts[i] = (int) ((long) frames * i / count);
        }
        for (int i = 0; i < count; i++) {
            attended[i] = (starts[i] + starts[i + 1]) / 2;
        }
        return new TokenFrames(starts, attended);
    }

    /** Returns the start of a token, in ms. */
    long startMillis(int token) {
        return Math.clamp(center(token) - MAX_DISTANCE, starts[token], starts[token + 1]) * MILLIS_PER_FRAME;
    }

    /** Returns the end of a token, in ms. */
    long endMillis(int token) {
        return Math.clamp(center(token) + MAX_DISTANCE, starts[token], starts[token + 1]) * MILLIS_PER_FRAME;
    }

    /** Before the first token the decoder attends to the start of the window, wherever the token lies. */
    private long center(int token) {
        return token == 0 ? starts[1] : Math.clamp(attended[token], starts[token], starts[token + 1]);
    }
}
