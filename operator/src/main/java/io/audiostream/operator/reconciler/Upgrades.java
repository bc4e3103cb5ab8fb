package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import io.audiostream.operator.status.DesiredEnvoy;
import io.audiostream.operator.status.Problem;
import io.audiostream.operator.status.Reason;
import io.audiostream.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets the resources replace their pods one after the other when an upgrade of the operator changes the pods. A change
 * of the spec has no turn to wait for, and takes the upgrade with it.
 *
 * <p>The status says which resources upgrade, before the operator applies their objects. The next leader reads it
 * there.
 */
final class Upgrades {
    private final UpgradePace pace;
    private final SimpleInboundEventSource<TranscriptionService> turns = new SimpleInboundEventSource<>("upgrades");
    private final AtomicBoolean resumed = new AtomicBoolean();

    /** @param atOnce number of resources that replace their pods at once, at least 1 */
    Upgrades(int atOnce) {
        this.pace = new UpgradePace(atOnce);
    }

    /** Triggers a reconcile of each resource whose turn it is. */
    SimpleInboundEventSource<TranscriptionService> turns() {
        return turns;
    }

    /** Whether the operator may apply the resource now. If not, it triggers a reconcile when it may. */
    boolean mayApply(TranscriptionService resource, DesiredEnvoy desired, Context<TranscriptionService> context) {
        resume(context);
        var id = ResourceID.fromResource(resource);
        if (!isUpgrade(resource, desired, context)) {
            return true;
        }
        return pace.begin(
                id, existing -> context.getPrimaryCache().get(existing).isPresent());
    }

    /** Whether the operator would replace the pods though the spec is the same as at the last time. */
    static boolean isUpgrade(
            TranscriptionService resource, DesiredEnvoy desired, Context<TranscriptionService> context) {
        var status = resource.getStatus();
        return status != null
                && status.envoy() != null
                && resource.getMetadata().getGeneration().equals(status.observedGeneration())
                && !desired.hasPodsOf(status.envoy())
                && context.getSecondaryResource(Deployment.class).isPresent();
    }

    /** Ends the turn of a resource whose pods are replaced, or cannot be. */
    void endUnless(TranscriptionService resource, TranscriptionServiceStatus status) {
        if (!StatusFactory.isUpgrading(status) && !StatusFactory.awaitsUpgrade(status)) {
            end(resource);
        }
    }

    /** Ends the turn of a resource. */
    void end(TranscriptionService resource) {
        pace.end(ResourceID.fromResource(resource), turns::propagateEvent);
    }

    /** What the status says about a resource that waits. */
    Problem pending() {
        return new Problem(
                Reason.UPGRADE_PENDING,
                ("This version of the operator replaces the pods. At most %d resources do so at once, and this one waits"
                                + " for its turn. A change of the spec does not wait.")
                        .formatted(pace.atOnce()));
    }

    /** What the status says about a resource whose turn begins. */
    static Problem beginning() {
        return new Problem(Reason.UPGRADING, "This version of the operator replaces the pods.");
    }

    private void resume(Context<TranscriptionService> context) {
        if (resumed.compareAndSet(false, true)) {
            context.getPrimaryCache()
                    .list(existing -> existing.getStatus() != null && StatusFactory.isUpgrading(existing.getStatus()))
                    .map(ResourceID::fromResource)
                    .forEach(pace::resume);
        }
    }
}
