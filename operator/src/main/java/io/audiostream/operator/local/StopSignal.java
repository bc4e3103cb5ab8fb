package io.audiostream.operator.local;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shutdown hook for SIGTERM and Ctrl-C: the JVM exits after the hook has stopped the service in order. */
final class StopSignal {
    private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

    private final AtomicBoolean received = new AtomicBoolean();
    private final AtomicBoolean dismissed = new AtomicBoolean();

    private StopSignal() {}

    /**
     * Installs the hook.
     *
     * @param announcement runs once, before the service stops
     */
    static StopSignal installFor(LocalService service, Runnable announcement) {
        var signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signal.close(service, announcement), "stop"));
        return signal;
    }

    /** Returns whether this process received the signal: its child processes then exit because it stops them. */
    boolean received() {
        return received.get();
    }

    /** Makes the hook do nothing, because the service has stopped already. */
    void dismiss() {
        dismissed.set(true);
    }

    private void close(LocalService service, Runnable announcement) {
        received.set(true);
        if (dismissed.get()) {
            return;
        }
        announcement.run();
        try {
            service.close();
        } catch (IOException | InterruptedException e) {
            log.error("could not stop all processes", e);
        }
    }
}
