package io.audiostream.operator.local;

import io.audiostream.operator.model.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Ports as {@code local --port 0} takes them, for tests of other packages. */
public final class FreePorts {

    private FreePorts() {}

    /** Four that nobody uses and that differ from each other. */
    public static Ports any() {
        try {
            return LocalPorts.choose(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
