package io.audiostream.systemtest;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/** Resolves {@link #TARGET} to ports of 127.0.0.1, as DNS resolves a headless name to the addresses of pods. */
final class PodAddresses extends NameResolverProvider {

    private static final String SCHEME = "pods";

    static final String TARGET = SCHEME + ":///speech-headless";

    private final List<EquivalentAddressGroup> addresses;

    PodAddresses(List<Integer> ports) {
        addresses = ports.stream()
                .map(port -> new EquivalentAddressGroup(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                .toList();
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
        return new NameResolver() {
            @Override
            public String getServiceAuthority() {
                return target.getPath();
            }

            @Override
            public void start(Listener2 listener) {
                listener.onResult(ResolutionResult.newBuilder()
                        .setAddressesOrError(StatusOr.fromValue(addresses))
                        .build());
            }

            @Override
            public void shutdown() {}
        };
    }

    @Override
    public String getDefaultScheme() {
        return SCHEME;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return 0;
    }
}
