package io.audiostream.operator;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.audiostream.commandline.AddressMask;
import java.nio.charset.StandardCharsets;

/** Writes log lines as text, without user info and query values of addresses. {@code logback.xml} names this class. */
public final class MaskingPatternEncoder extends PatternLayoutEncoder {
    @Override
    public byte[] encode(ILoggingEvent event) {
        return masked(super.encode(event));
    }

    /** Masks a whole line with its stack trace: a message of the API server quotes what it rejects. */
    static byte[] masked(byte[] line) {
        return AddressMask.mask(new String(line, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }
}
