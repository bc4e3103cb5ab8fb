package io.audiostream.operator.local;

import io.audiostream.operator.model.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Free ports, chosen like those of {@code local --port 0}, for tests of other packages. */
public final class FreePorts {

    private FreePorts() {}

    /** Returns free ports that differ from each other. */
    public static Ports any() {
        try {
            return LocalPorts.choose(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
