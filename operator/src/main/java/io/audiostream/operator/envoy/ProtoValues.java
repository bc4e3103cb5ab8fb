package io.audiostream.operator.envoy;

import com.google.protobuf.BoolValue;
import com.google.protobuf.UInt32Value;
import io.audiostream.operator.model.Placement;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import java.time.Duration;

/** Conversions of plain values to the protobuf messages of Envoy's API. */
final class ProtoValues {
    static final String LOOPBACK = "127.0.0.1";

    private ProtoValues() {}

    static com.google.protobuf.Duration duration(Duration duration) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    static UInt32Value number(int value) {
        return UInt32Value.of(value);
    }

    static BoolValue flag(boolean value) {
        return BoolValue.of(value);
    }

    /** Returns an address. {@code ::} includes every IPv4 address. */
    static Address address(String host, int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder()
                        .setAddress(host)
                        .setPortValue(port)
                        .setIpv4Compat(host.equals(Placement.ALL_ADDRESSES)))
                .build();
    }
}
