package io.audiostream.transcriber.scheduling;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides which tasks run on a fixed number of cores. Tasks start in the order of {@link DecodeRank}. While there are
 * fewer tasks than cores, the decodes share the idle cores. Not thread-safe: the scheduler's lock guards it.
 *
 * <p>Recordings use all cores that live sessions leave idle. A live task that finds all cores busy takes the core of a
 * recording, if a worker is free: that decode pauses at its next step, keeps its worker and its decoder, and continues
 * later. The scheduler has one worker more than cores, because a decoder needs much memory. So at most one decode is
 * paused.
 *
 * <p>Recordings are not starved. If live tasks always wait, a recording gets a turn of {@value RunningTask#TURN_STEPS}
 * steps after each {@value #LIVE_DECODES_PER_TURN} live decodes.
 */
final class CoreAllocation {

    /** Live decodes that start while no recording is decoded, before a waiting recording gets a turn. */
    static final int LIVE_DECODES_PER_TURN = 8;

    private final int cores;
    private final DecodeObserver observer;
    private final DecodeQueue queue = new DecodeQueue();

    /** The tasks that workers run, in the order in which they started. */
    private final SequencedSet<RunningTask> running = new LinkedHashSet<>();

    private int liveDecodesSinceTurn;

    CoreAllocation(int cores, DecodeObserver observer) {
        this.cores = cores;
        this.observer = observer;
    }

    /** Queues a lane if it has work. A queued lane keeps its place. */
    void enqueue(DecodeLane lane) {
        DecodeRank rank = lane.rank();
        if (rank == null) {
            queue.remove(lane);
        } else {
            queue.add(lane, rank);
        }
    }

    void dequeue(DecodeLane lane) {
        queue.remove(lane);
    }

    /** Starts the next task for a free worker. Returns null if none may use a core now. */
    @Nullable
    RunningTask next() {
        if (liveDecodesSinceTurn >= LIVE_DECODES_PER_TURN && coreIsIdle()) {
            RunningTask paused = paused();
            if (paused != null) {
                paused.beginTurn();
                resume(paused);
            } else if (queue.hasRecordings()) {
                RunningTask starved = start(queue.pollRecording());
                starved.beginTurn();
                return starved;
            }
        }
        if (queue.hasLive() && (coreIsIdle() || pauseRecording())) {
            return start(queue.pollLive());
        }
        resumeIfIdle();
        return coreIsIdle() && queue.hasRecordings() ? start(queue.pollRecording()) : null;
    }

    /** Returns whether no task runs or waits. */
    boolean idle() {
        return running.isEmpty() && waiting() == 0;
    }

    /** Ends a task, and continues a paused decode if no live task needs the core. */
    void finished(RunningTask task) {
        running.remove(task);
        task.lane().finished(task);
        enqueue(task.lane());
        resumeIfIdle();
    }

    private RunningTask start(DecodeLane lane) {
        RunningTask started = lane.start();
        countForTurn(lane);
        running.add(started);
        enqueue(lane);
        return started;
    }

    /** Counts the live decodes that start while recordings wait and none is decoded. */
    private void countForTurn(DecodeLane lane) {
        boolean recordingsWait = queue.hasRecordings() || paused() != null;
        boolean recordingRuns =
                running.stream().anyMatch(task -> task.lane().priority() == Priority.RECORDING && !task.paused());
        boolean starving = lane.priority() == Priority.LIVE && recordingsWait && !recordingRuns;
        liveDecodesSinceTurn = starving ? liveDecodesSinceTurn + 1 : 0;
    }

    private boolean coreIsIdle() {
        return decoding() < cores;
    }

    private int decoding() {
        return (int) running.stream().filter(task -> !task.paused()).count();
    }

    private @Nullable RunningTask paused() {
        return running.stream().filter(RunningTask::paused).findFirst().orElse(null);
    }

    /** Pauses the recording's decode that started last. Returns false if there is none. */
    private boolean pauseRecording() {
        Optional<RunningTask> last =
                running.reversed().stream().filter(RunningTask::pausable).findFirst();
        last.ifPresent(task -> {
            task.pause();
            observer.paused();
        });
        return last.isPresent();
    }

    private void resumeIfIdle() {
        RunningTask paused = paused();
        if (paused != null && coreIsIdle() && !queue.hasLive()) {
            resume(paused);
        }
    }

    private void resume(RunningTask paused) {
        liveDecodesSinceTurn = 0;
        paused.resume();
    }

    /** Returns the number of threads that each decode may use: the cores, divided by running and waiting tasks. */
    int threadsPerDecode() {
        return Math.max(1, cores / Math.max(1, decoding() + queue.size()));
    }

    /** Returns the number of lanes that wait. */
    int waiting() {
        return queue.size();
    }

    /** Returns the number of lanes that wait with a rank. */
    int waiting(DecodeRank rank) {
        return queue.size(rank);
    }

    /** Drops what waits. Returns the tasks that run. */
    List<RunningTask> clear() {
        queue.clear();
        return List.copyOf(running);
    }
}
