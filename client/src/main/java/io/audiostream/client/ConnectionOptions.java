package io.audiostream.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the connection to a service is made and kept.
 *
 * @param tls whether the connection is encrypted; the server's certificate is then checked
 * @param trustedCertificates PEM file of the authorities that may have signed it; empty: those the Java platform trusts
 * @param keepAliveInterval how long nothing may come from the server before it is asked for a sign of life; at least 10
 *     s
 * @param keepAliveTimeout how long that answer may take before the connection is given up
 * @param keepAliveWithoutCalls whether to ask also while no call runs
 * @param maxReceiveMessageSize largest message accepted from the server, in bytes
 * @param deadline longest a call may take from its start; empty: no limit
 */
public record ConnectionOptions(
        boolean tls,
        Optional<Path> trustedCertificates,
        Duration keepAliveInterval,
        Duration keepAliveTimeout,
        boolean keepAliveWithoutCalls,
        int maxReceiveMessageSize,
        Optional<Duration> deadline) {

    private static final int DEFAULT_MAX_MESSAGE_SIZE = 50 * 1024 * 1024;

    /** Unencrypted, with the keep-alive and message size that a service has by default, and without a deadline. */
    public static ConnectionOptions plaintext() {
        return new ConnectionOptions(
                false,
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                true,
                DEFAULT_MAX_MESSAGE_SIZE,
                Optional.empty());
    }

    /** Like {@link #plaintext()}, encrypted. */
    public static ConnectionOptions encrypted(Optional<Path> trustedCertificates) {
        ConnectionOptions plain = plaintext();
        return new ConnectionOptions(
                true,
                trustedCertificates,
                plain.keepAliveInterval,
                plain.keepAliveTimeout,
                plain.keepAliveWithoutCalls,
                plain.maxReceiveMessageSize,
                plain.deadline);
    }

    /** These options with another deadline for each call. */
    public ConnectionOptions withDeadline(Duration limit) {
        return new ConnectionOptions(
                tls,
                trustedCertificates,
                keepAliveInterval,
                keepAliveTimeout,
                keepAliveWithoutCalls,
                maxReceiveMessageSize,
                Optional.of(limit));
    }
}
