package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.NameResolverRegistry;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A gRPC client that knows the addresses of two pods, for which two proxies stand here. */
@ExtendWith(SharedLocalService.class)
class RoundRobinIT {

    private final List<RunningProxy> pods;
    private final TestCertificate certificate;
    private final PodAddresses addresses;

    RoundRobinIT(LocalService service, @TempDir Path folder) {
        var proxies = new Proxies(service.endpoint(), folder);
        var example = ExposingExample.of("nginx.conf");
        certificate = proxies.certificate();
        pods = List.of(proxies.nginx(example), proxies.nginx(example));
        addresses = new PodAddresses(ports());
        NameResolverRegistry.getDefaultRegistry().register(addresses);
    }

    @AfterEach
    void stop() {
        NameResolverRegistry.getDefaultRegistry().deregister(addresses);
        pods.forEach(RunningProxy::close);
    }

    @Test
    void spreadsCallsOverThePods() {
        // given
        ManagedChannel channel =
                newChannel().defaultServiceConfig(serviceConfig()).build();
        try {
            Set<Integer> connected = new HashSet<>();
            await().atMost(Timeouts.EVENT).until(() -> {
                connected.addAll(portsOfCalls(channel, 1));
                return connected.size() == pods.size();
            });

            // when
            List<Integer> used = portsOfCalls(channel, 4);

            // then
            assertThat(used).containsAll(ports());
            assertThat(used.subList(0, 2)).isEqualTo(used.subList(2, 4)).doesNotHaveDuplicates();
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void sendsAllCallsToOnePodByDefault() {
        // given
        ManagedChannel channel = newChannel().build();
        try {
            // when / then
            assertThat(portsOfCalls(channel, 4)).containsOnly(pods.getFirst().port());
        } finally {
            channel.shutdownNow();
        }
    }

    private ManagedChannelBuilder<?> newChannel() {
        return Grpc.newChannelBuilder(PodAddresses.TARGET, certificate.channelCredentials())
                .overrideAuthority(TestCertificate.HOST);
    }

    private List<Integer> ports() {
        return pods.stream().map(RunningProxy::port).toList();
    }

    /** Makes calls, one after the other, and returns the ports to which the channel sent them. */
    private static List<Integer> portsOfCalls(ManagedChannel channel, int calls) {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            var port = new RemotePort();
            HealthGrpc.newBlockingStub(channel)
                    .withInterceptors(port)
                    .withWaitForReady()
                    .withDeadlineAfter(Timeouts.EVENT)
                    .check(HealthCheckRequest.getDefaultInstance());
            ports.add(port.get());
        }
        return ports;
    }

    private static Map<String, ?> serviceConfig() {
        return new Gson().fromJson(ExposingExample.of("service-config.json").text(), new TypeToken<>() {});
    }
}
