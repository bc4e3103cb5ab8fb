package io.audiostream.transcriber.engine;

/**
 * A token of a result.
 *
 * @param id its index in the vocabulary
 * @param logProbability natural logarithm of its probability, at most 0
 * @param startCentis its start, in units of 10 ms from the start of the window; 0 when times were not requested
 * @param endCentis its end, in units of 10 ms
 * @param utf8 its text in UTF-8; a character may be split among several tokens
 */
public record Token(int id, double logProbability, long startCentis, long endCentis, byte[] utf8) {}
