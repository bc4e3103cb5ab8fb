package io.audiostream.operator.model;

import io.audiostream.operator.api.TranscriptionService;
import java.time.Duration;

/**
 * A resource as one immutable value: checked, every default filled in. Everything that is made from a resource, objects
 * in a cluster or processes on a machine, is rendered from this and from nothing else.
 *
 * @param name name of the resource and of its Service
 * @param namespace its namespace; empty when it has none ({@code local})
 * @param model where the model comes from
 * @param language a language code, or {@code auto}
 * @param slots streams that a pod takes at once
 * @param replicas pods
 * @param images container images
 * @param keepAlive PINGs between Envoy and its clients
 * @param maxReceiveMessageBytes largest message from a client
 * @param maxSendMessageBytes largest message to a client
 * @param streamIdleTimeout how long a stream may be silent; zero: for ever
 * @param requestTimeout how long a unary call may take
 * @param resources requests and limits of the transcriber's container
 */
public record DesiredService(
        String name,
        String namespace,
        ModelSource model,
        String language,
        int slots,
        int replicas,
        Images images,
        KeepAlive keepAlive,
        long maxReceiveMessageBytes,
        long maxSendMessageBytes,
        Duration streamIdleTimeout,
        Duration requestTimeout,
        Resources resources) {

    /** How long a pod that goes lets its streams finish. */
    public static final Duration POD_DRAIN = Duration.ofSeconds(30);

    /** How long connections of a replaced listener may run on. */
    public static final Duration LISTENER_DRAIN = Duration.ofMinutes(10);

    /**
     * Reads a resource.
     *
     * @throws InvalidSpecException when it cannot work
     */
    public static DesiredService of(TranscriptionService resource) {
        return of(resource, Images.OF_THIS_VERSION);
    }

    /**
     * Reads a resource.
     *
     * @param images images of a resource that names none
     * @throws InvalidSpecException when it cannot work
     */
    public static DesiredService of(TranscriptionService resource, Images images) {
        return new ResourceReader(resource, images).read();
    }

    /** Arguments of the processes at a place. */
    public Commands commands(Placement placement) {
        return Commands.of(this, placement);
    }

    /** The place that is a pod. */
    public Placement inPod() {
        return Placement.inPod(model);
    }
}
