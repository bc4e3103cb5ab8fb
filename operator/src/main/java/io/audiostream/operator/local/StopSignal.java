package io.audiostream.operator.local;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIGTERM and Ctrl-C, which end this Java only after everything is stopped in order. */
final class StopSignal {
    private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

    private final AtomicBoolean received = new AtomicBoolean();

    private StopSignal() {}

    /** @param announce told once, before anything is stopped */
    static StopSignal closes(LocalService service, Runnable announce) {
        var signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signal.close(service, announce), "stop"));
        return signal;
    }

    /** Whether the processes end because they are to. */
    boolean received() {
        return received.get();
    }

    private void close(LocalService service, Runnable announce) {
        received.set(true);
        announce.run();
        try {
            service.close();
        } catch (IOException | InterruptedException e) {
            log.error("not everything could be stopped", e);
        }
    }
}
