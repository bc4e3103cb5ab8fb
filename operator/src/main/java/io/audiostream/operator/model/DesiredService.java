package io.audiostream.operator.model;

import io.audiostream.operator.api.EngineName;
import io.audiostream.operator.api.TranscriptionService;
import java.time.Duration;
import java.util.Optional;

/**
 * A resource as one immutable value: checked, every default filled in. Everything that is made from a resource, objects
 * in a cluster or processes on a machine, is rendered from this and from nothing else.
 *
 * @param name name of the resource and of its Service
 * @param namespace its namespace; empty when it has none ({@code local})
 * @param model where the model comes from
 * @param engine what runs the model
 * @param language a language code, or {@code auto}
 * @param slots streams that a pod takes at once
 * @param replicas pods, unless they are scaled automatically
 * @param autoscaling how the number of pods follows the load, where it is to
 * @param drainTimeout how long a pod that goes lets its streams finish
 * @param maxStreamAge how old a live stream may become; zero: for ever
 * @param images container images
 * @param keepAlive PINGs between Envoy and its clients
 * @param maxReceiveMessageBytes largest message from a client
 * @param maxSendMessageBytes largest message to a client
 * @param streamIdleTimeout how long a stream may be silent; zero: for ever
 * @param requestTimeout how long a unary call may take
 * @param resources requests and limits of the transcriber's container
 * @param tracing where traces go, if anywhere
 */
public record DesiredService(
        String name,
        String namespace,
        ModelSource model,
        EngineName engine,
        String language,
        int slots,
        int replicas,
        Optional<Autoscaling> autoscaling,
        Duration drainTimeout,
        Duration maxStreamAge,
        Images images,
        KeepAlive keepAlive,
        long maxReceiveMessageBytes,
        long maxSendMessageBytes,
        Duration streamIdleTimeout,
        Duration requestTimeout,
        Resources resources,
        Optional<Tracing> tracing) {

    /** How long connections of a replaced listener may run on. */
    public static final Duration LISTENER_DRAIN = Duration.ofMinutes(10);

    /**
     * Reads a resource.
     *
     * @throws InvalidSpecException when it cannot work
     */
    public static DesiredService of(TranscriptionService resource) {
        return of(resource, Defaults.OF_THIS_VERSION);
    }

    /**
     * Reads a resource.
     *
     * @param defaults what holds where the resource says nothing
     * @throws InvalidSpecException when it cannot work
     */
    public static DesiredService of(TranscriptionService resource, Defaults defaults) {
        return new ResourceReader(resource, defaults).read();
    }

    /** The same with another model. */
    public DesiredService withModel(ModelSource other) {
        return new DesiredService(
                name,
                namespace,
                other,
                engine,
                language,
                slots,
                replicas,
                autoscaling,
                drainTimeout,
                maxStreamAge,
                images,
                keepAlive,
                maxReceiveMessageBytes,
                maxSendMessageBytes,
                streamIdleTimeout,
                requestTimeout,
                resources,
                tracing);
    }

    /** Arguments of the processes at a place. */
    public ProcessArguments commands(Placement placement) {
        return ProcessArguments.of(this, placement);
    }

    /** The place that is a pod. */
    public Placement inPod() {
        return Placement.inPod(model);
    }
}
