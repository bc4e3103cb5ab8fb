package io.audiostream.transcriber.engine;

/**
 * A token of a result.
 *
 * @param id its number in the vocabulary
 * @param logProbability natural logarithm of its probability, at most 0
 * @param startCentis where it begins, in 10 ms from the start of the window; 0 when times were not asked for
 * @param endCentis where it ends
 * @param utf8 its text; a character may be spread over several tokens
 */
public record Token(int id, double logProbability, long startCentis, long endCentis, byte[] utf8) {}
