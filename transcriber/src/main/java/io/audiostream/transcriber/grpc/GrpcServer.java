package io.audiostream.transcriber.grpc;

import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.transcriber.session.ReceiveRate;
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

/**
 * The gRPC server with the service, reflection, and health, which is NOT_SERVING at first, and after a fault of the
 * sessions.
 */
public final class GrpcServer {

    private final HealthStatusManager health = new HealthStatusManager();
    private final Sessions sessions;
    private final Server server;

    /**
     * @param sessions decides whether a call is admitted
     * @param receiveRate ends calls whose messages arrive too slowly
     * @param executor runs the handlers
     */
    public GrpcServer(
            GrpcServerConfig config,
            AudioStreamService service,
            Sessions sessions,
            ReceiveRate receiveRate,
            Executor executor) {
        this.sessions = sessions;
        setServing(false);
        sessions.onFault(() -> setServing(false));
        // Tolerates pings that arrive a little early.
        Duration minPingInterval = config.keepAliveInterval().dividedBy(2);
        server = NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()))
                .executor(executor)
                .maxInboundMessageSize(config.maxReceiveBytes())
                .keepAliveTime(config.keepAliveInterval().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(config.keepAliveTimeout().toNanos(), TimeUnit.NANOSECONDS)
                .permitKeepAliveTime(minPingInterval.toNanos(), TimeUnit.NANOSECONDS)
                .permitKeepAliveWithoutCalls(config.keepAliveWithoutCalls())
                .addStreamTracerFactory(CallAdmission.factory(
                        AudioStreamServiceGrpc.SERVICE_NAME,
                        sessions.admission(),
                        config.maxReceiveBytes(),
                        receiveRate))
                .addService(ServerInterceptors.intercept(
                        service, new FaultInterceptor(), new AdmissionInterceptor(sessions.admission())))
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
     * @throws IOException if the port is taken
     */
    public void start() throws IOException {
        server.start();
    }

    /** Returns the port on which the server listens. */
    public int port() {
        return server.getPort();
    }

    /** Sets the status that health checks report. After a fault it stays NOT_SERVING. */
    public synchronized void setServing(boolean serving) {
        ServingStatus status =
                serving && sessions.fault().isEmpty() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        health.setStatus(AudioStreamServiceGrpc.SERVICE_NAME, status);
    }

    /**
     * Refuses new calls, waits for running ones, and cancels those that still run at the timeout.
     *
     * @return whether all calls have ended
     */
    public boolean stop(Duration timeout) throws InterruptedException {
        server.shutdown();
        if (server.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            return true;
        }
        server.shutdownNow();
        return server.awaitTermination(1, TimeUnit.SECONDS);
    }
}
