package io.audiostream.transcriber.grpc;

import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.transcriber.session.Sessions;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The gRPC server with the service, health (NOT_SERVING until told otherwise) and reflection. */
public final class GrpcServer {

    private final HealthStatusManager health = new HealthStatusManager();
    private final Server server;

    /**
     * @param sessions says whether a call could be served at all
     * @param executor runs the handlers
     */
    public GrpcServer(GrpcServerConfig config, AudioStreamService service, Sessions sessions, Executor executor) {
        setServing(false);
        // A ping that comes a little early must not count as one too many.
        Duration shortestPing = config.keepAliveInterval().dividedBy(2);
        server = NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()))
                .executor(executor)
                .maxInboundMessageSize(config.maxReceiveBytes())
                .keepAliveTime(config.keepAliveInterval().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(config.keepAliveTimeout().toNanos(), TimeUnit.NANOSECONDS)
                .permitKeepAliveTime(shortestPing.toNanos(), TimeUnit.NANOSECONDS)
                .permitKeepAliveWithoutCalls(config.keepAliveWithoutCalls())
                .addService(ServerInterceptors.intercept(
                        service, new FaultInterceptor(), new AdmissionInterceptor(sessions)))
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(ProtoReflectionService.newInstance())
                .intercept(new SendLimitInterceptor(config.maxSendBytes()))
                .intercept(new CallInterceptor(System::nanoTime))
                .build();
    }

    /**
     * Opens the port.
     *
     * @throws IOException when it is taken
     */
    public void start() throws IOException {
        server.start();
    }

    /** The port that is listened on. */
    public int port() {
        return server.getPort();
    }

    /** Tells those who ask for health. */
    public void setServing(boolean serving) {
        ServingStatus status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        health.setStatus(AudioStreamServiceGrpc.SERVICE_NAME, status);
    }

    /** Takes no new calls, and waits for those that run. */
    public boolean stop(Duration patience) throws InterruptedException {
        server.shutdown();
        if (server.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return true;
        }
        server.shutdownNow();
        return server.awaitTermination(1, TimeUnit.SECONDS);
    }
}
