package io.audiostream.transcriber.grpc;

import java.time.Duration;

/**
 * Where and how gRPC is served.
 *
 * @param host address to listen on
 * @param port 0 for any that is free
 * @param maxReceiveBytes largest message that is taken
 * @param maxSendBytes largest message that is sent
 * @param keepAliveInterval idle time after which a client is pinged; clients may ping as often
 * @param keepAliveTimeout how long a ping's answer may take
 * @param keepAliveWithoutCalls whether clients may ping while they have no call
 */
public record GrpcServerConfig(
        String host,
        int port,
        int maxReceiveBytes,
        int maxSendBytes,
        Duration keepAliveInterval,
        Duration keepAliveTimeout,
        boolean keepAliveWithoutCalls) {}
