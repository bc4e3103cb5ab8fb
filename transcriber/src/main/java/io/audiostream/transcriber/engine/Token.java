package io.audiostream.transcriber.engine;

/**
 * A token of a result.
 *
 * @param id its index in the vocabulary
 * @param logProbability natural logarithm of its probability, at most 0
 * @param startMillis its start, in ms: from the start of the window in a {@link Transcript}, from the start of the
 *     stream in a session
 * @param endMillis its end, in ms, at least {@code startMillis}
 * @param utf8 its text in UTF-8; a character may be split among several tokens
 */
public record Token(int id, double logProbability, long startMillis, long endMillis, byte[] utf8) {

    public Token {
        if (endMillis < startMillis) {
            throw new IllegalArgumentException(
                    "the token ends at %d ms, before its start at %d ms".formatted(endMillis, startMillis));
        }
    }

    /** Returns the middle of its audio, in ms. */
    public long middleMillis() {
        return (startMillis + endMillis) / 2;
    }

    /** Returns the token with its start and end not before a time, in ms. */
    public Token notBefore(long millis) {
        return startMillis >= millis ? this : new Token(id, logProbability, millis, Math.max(millis, endMillis), utf8);
    }

    /** Returns the token without length, at a time in ms. */
    public Token at(long millis) {
        return new Token(id, logProbability, millis, millis, utf8);
    }
}
