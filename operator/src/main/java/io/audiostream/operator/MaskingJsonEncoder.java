package io.audiostream.operator;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** Writes log lines as JSON objects, without user info and query values of addresses. */
final class MaskingJsonEncoder extends JsonEncoder {
    @Override
    public byte[] encode(ILoggingEvent event) {
        return MaskingPatternEncoder.masked(super.encode(event));
    }
}
