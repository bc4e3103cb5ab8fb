package io.audiostream.transcriber.engine.whispercpp;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * A token of a result.
 *
 * @param id its number in the vocabulary
 * @param logProbability natural logarithm of its probability, at most 0
 * @param startCentis where it begins, in 10 ms from the start of the window
 * @param endCentis where it ends
 * @param utf8 its text; a character may be spread over several tokens
 */
record TokenData(int id, double logProbability, long startCentis, long endCentis, byte[] utf8) {

    /** {@code struct whisper_token_data} of whisper.cpp 1.7.1 (56 bytes). */
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_INT.withName("id"),
            JAVA_INT.withName("tid"),
            JAVA_FLOAT.withName("p"),
            JAVA_FLOAT.withName("plog"),
            JAVA_FLOAT.withName("pt"),
            JAVA_FLOAT.withName("ptsum"),
            JAVA_LONG.withName("t0"),
            JAVA_LONG.withName("t1"),
            JAVA_LONG.withName("t_dtw"),
            JAVA_FLOAT.withName("vlen"),
            MemoryLayout.paddingLayout(4));

    static TokenData of(MemorySegment struct, byte[] utf8) {
        return new TokenData(
                struct.get(JAVA_INT, LAYOUT.byteOffset(groupElement("id"))),
                struct.get(JAVA_FLOAT, LAYOUT.byteOffset(groupElement("plog"))),
                struct.get(JAVA_LONG, LAYOUT.byteOffset(groupElement("t0"))),
                struct.get(JAVA_LONG, LAYOUT.byteOffset(groupElement("t1"))),
                utf8);
    }
}
