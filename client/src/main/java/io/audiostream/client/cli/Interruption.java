package io.audiostream.client.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/** The user's request to end the command, as Ctrl-C makes it. Thread-safe. */
final class Interruption {

    @GuardedBy("this")
    private boolean requested;

    @GuardedBy("this")
    private Runnable action = () -> {};

    synchronized boolean isRequested() {
        return requested;
    }

    /**
     * Requests the end, and runs the action of the command on this thread.
     *
     * @return false if the end was requested before
     */
    boolean request() {
        Runnable current;
        synchronized (this) {
            if (requested) {
                return false;
            }
            requested = true;
            current = action;
        }
        current.run();
        return true;
    }

    /** Sets the action that ends the present work. Runs it at once if the end was requested before. */
    void onRequest(Runnable newAction) {
        synchronized (this) {
            action = newAction;
            if (!requested) {
                return;
            }
        }
        newAction.run();
    }

    /** Removes the action, when the work is done. */
    synchronized void clear() {
        action = () -> {};
    }
}
