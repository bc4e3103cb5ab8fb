package io.audiostream.operator.status;

import static io.audiostream.operator.status.ConditionType.AVAILABLE;
import static io.audiostream.operator.status.ConditionType.DEGRADED;
import static io.audiostream.operator.status.ConditionType.ENVOY_CONFIGURED;
import static io.audiostream.operator.status.ConditionType.MODEL_READY;
import static io.audiostream.operator.status.ConditionType.PROGRESSING;
import static io.audiostream.operator.status.ConditionType.READY;

import java.util.Arrays;
import java.util.Set;

/** Every reason of a condition. {@code docs/operations.md} has one entry for each. */
public enum Reason implements EventReason {
    SERVING("Serving", READY, AVAILABLE),
    NO_PODS("NoPods", READY, MODEL_READY, AVAILABLE, ENVOY_CONFIGURED),
    SCALED_TO_ZERO("ScaledToZero", READY, MODEL_READY, AVAILABLE),

    /** The spec is valid. */
    ACCEPTED("Accepted", ConditionType.ACCEPTED),

    LOADED("Loaded", MODEL_READY),
    FETCHING("Fetching", MODEL_READY),
    LOADING("Loading", MODEL_READY),

    /** A pod cannot fetch the model, or its node cannot pull the image with the model. */
    FETCH_FAILED("FetchFailed", MODEL_READY),

    /** The transcriber exits, mostly because it cannot load the model. */
    LOAD_FAILED("LoadFailed", MODEL_READY),

    /** The PersistentVolumeClaim of the model or of its cache does not exist. */
    MISSING_CLAIM("MissingClaim", MODEL_READY),

    /** The TranscriptionModel of spec.model.ref is not fetched, or does not exist. */
    MODEL_NOT_READY("ModelNotReady", MODEL_READY, PROGRESSING),

    CREATING("Creating", PROGRESSING),
    ROLLING_OUT("RollingOut", PROGRESSING),
    STARTING("Starting", PROGRESSING),
    COMPLETE("Complete", PROGRESSING),
    STUCK("Stuck", PROGRESSING),

    /** The annotation {@code audiostream.io/pause} keeps the operator from changing anything. */
    PAUSED("Paused", PROGRESSING),

    /** An upgrade of the operator changes the pods, and other resources come first. */
    UPGRADE_PENDING("UpgradePending", PROGRESSING),

    /** The pods are replaced because of an upgrade of the operator. */
    UPGRADING("Upgrading", PROGRESSING),

    CONFIGURED("Configured", ENVOY_CONFIGURED),
    UPDATING("Updating", ENVOY_CONFIGURED),
    NOT_REPORTED("NotReported", ENVOY_CONFIGURED),

    /** Envoy of a pod rejects its configuration. */
    REJECTED("Rejected", ENVOY_CONFIGURED),

    AS_EXPECTED("AsExpected", DEGRADED),
    MODEL_FETCH_FAILED("ModelFetchFailed", DEGRADED),
    SECRET_INVALID("SecretInvalid", DEGRADED),
    IMAGE_PULL_FAILED("ImagePullFailed", DEGRADED),
    CONTAINER_CRASHED("ContainerCrashed", DEGRADED),
    CONTAINER_NOT_STARTED("ContainerNotStarted", DEGRADED),
    ENVOY_REJECTED("EnvoyRejected", DEGRADED),
    UNSCHEDULABLE("Unschedulable", DEGRADED),
    PODS_NOT_READY("PodsNotReady", DEGRADED),

    /** Kubernetes cannot create a pod: a quota, a policy or a webhook rejects it. */
    PODS_NOT_CREATED("PodsNotCreated", DEGRADED),

    /** A kubelet evicted a pod lately, because a resource of the node or of the pod ran out. */
    POD_EVICTED("PodEvicted", DEGRADED),

    /** The HorizontalPodAutoscaler of the resource cannot scale, mostly for lack of metrics. */
    AUTOSCALING_FAILED("AutoscalingFailed", DEGRADED),

    /** A HorizontalPodAutoscaler of a user sets the number of pods, in place of {@code spec.replicas}. */
    AUTOSCALER_CONFLICT("AutoscalerConflict", DEGRADED),

    /** The cluster lacks the API of the routes, or the operator lacks the rights for them. */
    ROUTES_UNAVAILABLE("RoutesUnavailable", DEGRADED),

    /** A Gateway does not accept a route of the resource. */
    ROUTE_NOT_ACCEPTED("RouteNotAccepted", DEGRADED),

    /** The spec has a value that this operator does not support. */
    INVALID_SPEC("InvalidSpec", DEGRADED, ConditionType.ACCEPTED),

    /** An object that the resource needs exists and has another owner. */
    NAME_TAKEN("NameTaken", DEGRADED, ConditionType.ACCEPTED),

    /** The API server rejected an object. */
    APPLY_FAILED("ApplyFailed", DEGRADED, ConditionType.ACCEPTED),

    /** Any other failure of a reconcile. */
    RECONCILE_FAILED("ReconcileFailed", DEGRADED),

    /** The operator has not created the objects of the resource yet. */
    NOT_RECONCILED("NotReconciled", ConditionType.values());

    private final String text;
    private final Set<ConditionType> types;

    Reason(String text, ConditionType... types) {
        this.text = text;
        this.types = Set.of(types);
    }

    /** The reason as the status shows it. */
    @Override
    public String text() {
        return text;
    }

    /** Whether conditions of this type can have the reason. */
    boolean isOf(ConditionType type) {
        return types.contains(type);
    }

    /**
     * The reason with this text.
     *
     * @throws IllegalArgumentException when this version of the operator has none
     */
    static Reason of(String text) {
        return Arrays.stream(values())
                .filter(reason -> reason.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is no reason of a condition; the reasons are %s"
                        .formatted(text, Arrays.asList(values()))));
    }

    @Override
    public String toString() {
        return text;
    }
}
