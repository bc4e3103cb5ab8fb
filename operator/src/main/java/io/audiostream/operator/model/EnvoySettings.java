package io.audiostream.operator.model;

import java.time.Duration;
import java.util.Optional;

/**
 * Settings of Envoy: {@code spec.envoy} without the image.
 *
 * @param keepAlive PINGs from Envoy to its clients
 * @param maxReceiveMessageBytes maximum size of a message from a client. The transcriber rejects larger ones; Envoy
 *     sizes its flow-control windows by it
 * @param maxSendMessageBytes maximum size of a message to a client, likewise
 * @param streamIdleTimeout time after which Envoy ends a stream that is silent in both directions; zero: no limit. The
 *     transcriber ends a stream without audio a little earlier
 * @param requestTimeout longest time that a unary call may wait or work, which the transcriber enforces
 * @param cors web pages that may call the service; empty: none
 * @param page whether the endpoint serves the live page
 * @param connections limits of the connections of clients
 * @param resources requests and limits of Envoy's container
 * @param access who may call the endpoint, and how much
 */
public record EnvoySettings(
        KeepAlive keepAlive,
        long maxReceiveMessageBytes,
        long maxSendMessageBytes,
        Duration streamIdleTimeout,
        Duration requestTimeout,
        Optional<Cors> cors,
        boolean page,
        ConnectionLimits connections,
        Resources resources,
        EndpointAccess access) {

    /** @throws IllegalArgumentException with the value seen and the bound */
    public EnvoySettings {
        checkBytes("maximum message size from clients", maxReceiveMessageBytes);
        checkBytes("maximum message size to clients", maxSendMessageBytes);
        Checks.positiveOrZero("stream idle timeout", streamIdleTimeout);
        Checks.positive("request timeout", requestTimeout);
    }

    private static void checkBytes(String what, long bytes) {
        Checks.check(
                bytes > 0 && bytes <= Integer.MAX_VALUE,
                what + " is " + bytes + " bytes; it must be from 1 to " + Integer.MAX_VALUE);
    }
}
