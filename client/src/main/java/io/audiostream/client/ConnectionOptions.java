package io.audiostream.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Configures the connection to a service. Immutable; {@link #builder()} starts from the defaults.
 *
 * @param tls whether the connection is encrypted and the server's certificate verified
 * @param trustedCertificates PEM file of the certificate authorities to trust; empty for those of the Java platform
 * @param keepAliveInterval time without data from the server after which the client sends a ping; at least
 *     {@link #MIN_KEEP_ALIVE_INTERVAL}
 * @param keepAliveTimeout maximum time for the response to a ping, above 0; after it the client closes the connection
 * @param keepAliveWithoutCalls whether the client also sends pings while no call is open
 * @param maxReceiveMessageSize maximum size of a message from the server, in bytes, at least 1
 * @param deadline maximum duration of a call, from its start, above 0; empty for the default: none for streams, and for
 *     a recording its length, at least 30 s
 * @param resume how streams wait for their connection and resume after it breaks
 * @param credentials sent with each call; empty for none
 */
public record ConnectionOptions(
        boolean tls,
        Optional<Path> trustedCertificates,
        Duration keepAliveInterval,
        Duration keepAliveTimeout,
        boolean keepAliveWithoutCalls,
        int maxReceiveMessageSize,
        Optional<Duration> deadline,
        ResumePolicy resume,
        Optional<Credentials> credentials) {

    /** Minimum keep-alive interval; gRPC does not send pings more often. */
    public static final Duration MIN_KEEP_ALIVE_INTERVAL = Duration.ofSeconds(10);

    /** Maximum duration that an option accepts: a year. */
    public static final Duration MAX_DURATION = Duration.ofDays(365);

    /** 10 s, like the service's own default. */
    public static final Duration DEFAULT_KEEP_ALIVE_INTERVAL = MIN_KEEP_ALIVE_INTERVAL;

    /** 5 s, like the service's own default. */
    public static final Duration DEFAULT_KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(5);

    /** 50 MiB in bytes, like the service's own default. */
    public static final int DEFAULT_MAX_RECEIVE_MESSAGE_SIZE = 50 * 1024 * 1024;

    /** @throws IllegalArgumentException if an option is out of bounds; the message names value, bound and remedy */
    public ConnectionOptions {
        if (trustedCertificates.isPresent() && !tls) {
            throw new IllegalArgumentException("trustedCertificates is " + trustedCertificates.get()
                    + " without TLS; enable tls, or leave the certificates out");
        }
        checkDuration("keepAliveInterval", keepAliveInterval, MIN_KEEP_ALIVE_INTERVAL);
        checkDuration("keepAliveTimeout", keepAliveTimeout, Duration.ofNanos(1));
        if (maxReceiveMessageSize < 1) {
            throw new IllegalArgumentException("maxReceiveMessageSize is " + maxReceiveMessageSize
                    + "; set at least 1 byte, for example the default " + DEFAULT_MAX_RECEIVE_MESSAGE_SIZE);
        }
        deadline.ifPresent(limit -> checkDuration("deadline", limit, Duration.ofNanos(1)));
    }

    private static void checkDuration(String option, Duration value, Duration min) {
        if (value.compareTo(min) < 0 || value.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException(
                    option + " is " + value + "; set a duration from " + min + " to " + MAX_DURATION);
        }
    }

    /** Starts from the defaults: plaintext, keep-alive every 10 s, at most 50 MiB per message, the default deadline. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. {@link #build()} checks them. Not thread-safe. */
    public static final class Builder {

        private boolean tls;
        private Optional<Path> trustedCertificates = Optional.empty();
        private Duration keepAliveInterval = DEFAULT_KEEP_ALIVE_INTERVAL;
        private Duration keepAliveTimeout = DEFAULT_KEEP_ALIVE_TIMEOUT;
        private boolean keepAliveWithoutCalls = true;
        private int maxReceiveMessageSize = DEFAULT_MAX_RECEIVE_MESSAGE_SIZE;
        private Optional<Duration> deadline = Optional.empty();
        private ResumePolicy resume = ResumePolicy.DEFAULT;
        private Optional<Credentials> credentials = Optional.empty();

        private Builder() {}

        /** Encrypts the connection and verifies the server's certificate; false by default. */
        public Builder tls(boolean enabled) {
            tls = enabled;
            return this;
        }

        /** Trusts the certificate authorities in this PEM file instead of the Java platform's. Needs {@link #tls}. */
        public Builder trustedCertificates(Path pemFile) {
            trustedCertificates = Optional.of(pemFile);
            return this;
        }

        /** Sends a ping after this time without data from the server; 10 s (the minimum) by default. */
        public Builder keepAliveInterval(Duration interval) {
            keepAliveInterval = interval;
            return this;
        }

        /** Closes the connection if the server does not answer a ping within this time; 5 s by default. */
        public Builder keepAliveTimeout(Duration timeout) {
            keepAliveTimeout = timeout;
            return this;
        }

        /** Sends pings also while no call is open; true by default. */
        public Builder keepAliveWithoutCalls(boolean enabled) {
            keepAliveWithoutCalls = enabled;
            return this;
        }

        /** Refuses larger messages from the server; 50 MiB by default. */
        public Builder maxReceiveMessageSize(int bytes) {
            maxReceiveMessageSize = bytes;
            return this;
        }

        /**
         * Ends each call after this time with {@code DEADLINE_EXCEEDED}. By default streams have no limit, and
         * recordings their own length, at least 30 s.
         */
        public Builder deadline(Duration limit) {
            deadline = Optional.of(limit);
            return this;
        }

        /** Waits for connections and resumes like this; {@link ResumePolicy#DEFAULT} by default. */
        public Builder resume(ResumePolicy policy) {
            resume = policy;
            return this;
        }

        /** Sends these credentials with each call; none by default. */
        public Builder credentials(Credentials sent) {
            credentials = Optional.of(sent);
            return this;
        }

        /** @throws IllegalArgumentException if an option is out of bounds; the message names value, bound and remedy */
        public ConnectionOptions build() {
            return new ConnectionOptions(
                    tls,
                    trustedCertificates,
                    keepAliveInterval,
                    keepAliveTimeout,
                    keepAliveWithoutCalls,
                    maxReceiveMessageSize,
                    deadline,
                    resume,
                    credentials);
        }
    }
}
