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

    private TokenData() {}

    static Token of(MemorySegment struct, byte[] utf8) {
        return new Token(
                struct.get(JAVA_INT, LAYOUT.byteOffset(groupElement("id"))),
                struct.get(JAVA_FLOAT, LAYOUT.byteOffset(groupElement("plog"))),
                struct.get(JAVA_LONG, LAYOUT.byteOffset(groupElement("t0"))),
                struct.get(JAVA_LONG, LAYOUT.byteOffset(groupElement("t1"))),
                utf8);
    }
}
