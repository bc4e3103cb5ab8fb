package io.audiostream.transcriber.engine.whispercpp;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.audiostream.transcriber.engine.Token;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** {@code struct whisper_token_data} of whisper.cpp 1.7.1 (56 bytes), converted to a {@link Token}. */
final class TokenData {

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

    /** Unit of the times, in ms. */
    private static final int MILLIS_PER_UNIT = 10;

    private TokenData() {}

    static Token of(MemorySegment struct, byte[] utf8) {
        long start = Math.max(0, struct.get(JAVA_LONG, LAYOUT.byteOffset(groupElement("t0"))) * MILLIS_PER_UNIT);
        long end = struct.get(JAVA_LONG, LAYOUT.byteOffset(groupElement("t1"))) * MILLIS_PER_UNIT;
        return new Token(
                struct.get(JAVA_INT, LAYOUT.byteOffset(groupElement("id"))),
                Math.min(0, struct.get(JAVA_FLOAT, LAYOUT.byteOffset(groupElement("plog")))),
                start,
                Math.max(start, end),
                utf8);
    }
}
