package io.audiostream.operator.status;

import java.util.List;
import java.util.stream.Stream;

/** Every reason that a condition can have. {@code docs/operations.md} tells what to do about each. */
public final class Reasons {
    static final String NOT_RECONCILED = "NotReconciled";

    static final String SERVING = "Serving";
    static final String NO_PODS = "NoPods";
    static final String SCALED_TO_ZERO = "ScaledToZero";

    static final String CREATING = "Creating";
    static final String ROLLING_OUT = "RollingOut";
    static final String STARTING = "Starting";
    static final String COMPLETE = "Complete";
    static final String STUCK = "Stuck";

    static final String AS_EXPECTED = "AsExpected";
    static final String MODEL_FETCH_FAILED = "ModelFetchFailed";
    static final String IMAGE_PULL_FAILED = "ImagePullFailed";
    static final String CONTAINER_CRASHED = "ContainerCrashed";
    static final String CONTAINER_NOT_STARTED = "ContainerNotStarted";
    static final String UNSCHEDULABLE = "Unschedulable";
    static final String PODS_NOT_READY = "PodsNotReady";

    /** The resource asks for something that can't be. */
    public static final String INVALID_SPEC = "InvalidSpec";

    /** An object that the resource needs is there and belongs to somebody else. */
    public static final String NAME_TAKEN = "NameTaken";

    /** The API server refused an object. */
    public static final String APPLY_FAILED = "ApplyFailed";

    /** Anything else that kept the operator from its work. */
    public static final String RECONCILE_FAILED = "ReconcileFailed";

    /** All of them, by the condition that has them: Ready, Progressing, Degraded, and any of the three. */
    public static final List<String> ALL = Stream.of(
                    List.of(SERVING, NO_PODS, SCALED_TO_ZERO),
                    List.of(CREATING, ROLLING_OUT, STARTING, COMPLETE, STUCK),
                    List.of(AS_EXPECTED, MODEL_FETCH_FAILED, IMAGE_PULL_FAILED, CONTAINER_CRASHED),
                    List.of(CONTAINER_NOT_STARTED, UNSCHEDULABLE, PODS_NOT_READY),
                    List.of(INVALID_SPEC, NAME_TAKEN, APPLY_FAILED, RECONCILE_FAILED),
                    List.of(NOT_RECONCILED))
            .flatMap(List::stream)
            .toList();

    private Reasons() {}
}
