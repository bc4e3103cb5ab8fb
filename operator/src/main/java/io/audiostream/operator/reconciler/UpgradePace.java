package io.audiostream.operator.reconciler;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Bounds how many resources replace their pods at once because of an upgrade of the operator. The others wait for their
 * turn in the order in which they asked. Thread-safe.
 */
final class UpgradePace {
    private final int atOnce;

    @GuardedBy("this")
    private final Set<ResourceID> upgrading = new LinkedHashSet<>();

    @GuardedBy("this")
    private final Set<ResourceID> waiting = new LinkedHashSet<>();

    /** @param atOnce number of resources, at least 1 */
    UpgradePace(int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("upgrades at once are " + atOnce + "; write 1 or more");
        }
        this.atOnce = atOnce;
    }

    int atOnce() {
        return atOnce;
    }

    /** Counts a resource whose status says that it is upgrading: an earlier leader has begun it. */
    synchronized void resume(ResourceID id) {
        waiting.remove(id);
        upgrading.add(id);
    }

    /**
     * Whether the resource may replace its pods now. If not, it waits.
     *
     * @param exists whether a resource still exists: nothing ends the upgrade of one that was deleted
     */
    synchronized boolean begin(ResourceID id, Predicate<ResourceID> exists) {
        upgrading.removeIf(exists.negate());
        waiting.removeIf(exists.negate());
        if (upgrading.contains(id)) {
            return true;
        }
        waiting.add(id);
        if (upgrading.size() >= atOnce || !isNext(id)) {
            return false;
        }
        waiting.remove(id);
        upgrading.add(id);
        return true;
    }

    /** Whether the resource is among the first of those that wait, as many as may begin now. */
    @GuardedBy("this")
    private boolean isNext(ResourceID id) {
        return waiting.stream().limit(atOnce - upgrading.size()).anyMatch(id::equals);
    }

    /**
     * Records that the resource neither upgrades nor waits any more.
     *
     * @param next called with each resource whose turn it is now
     */
    void end(ResourceID id, Consumer<ResourceID> next) {
        Set<ResourceID> turns;
        synchronized (this) {
            if (!waiting.remove(id) & !upgrading.remove(id)) {
                return;
            }
            turns = new LinkedHashSet<>(
                    waiting.stream().limit(atOnce - upgrading.size()).toList());
        }
        turns.forEach(next);
    }

    /** The number of resources that wait. */
    synchronized int waiting() {
        return waiting.size();
    }
}
