package io.audiostream.operator.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What Envoy is to do: everything that its configuration is rendered from, checked.
 *
 * @param listenAddress IP address that the listener binds to; the administration port is always on loopback
 * @param ports ports of the listener, of the transcriber behind it and of the administration
 * @param configFolder absolute path of the folder that Envoy reads and watches, as Envoy sees it
 * @param keepAlive PINGs between Envoy and its clients
 * @param maxReceiveBytes largest message from a client; the transcriber refuses larger ones, Envoy's windows follow it
 * @param maxSendBytes largest message to a client, likewise
 * @param streamIdleTimeout how long a stream may be silent in both directions; zero: for ever
 * @param requestTimeout how long the transcriber takes for a unary call before it gives up itself
 */
public record ProxyModel(
        String listenAddress,
        Ports ports,
        String configFolder,
        KeepAlive keepAlive,
        long maxReceiveBytes,
        long maxSendBytes,
        Duration streamIdleTimeout,
        Duration requestTimeout) {

    private static final int MAX_PORT = 65_535;

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException with the value seen and what would be right
     */
    public ProxyModel {
        check(!listenAddress.isBlank(), "listen address is blank; write an IP address, such as 0.0.0.0");
        checkPorts(ports);
        check(Path.of(configFolder).isAbsolute(), "configuration folder '" + configFolder + "' must be absolute");
        checkKeepAlive(keepAlive);
        checkBytes("largest message from clients", maxReceiveBytes);
        checkBytes("largest message to clients", maxSendBytes);
        check(
                !streamIdleTimeout.isNegative(),
                "stream idle timeout " + streamIdleTimeout + " must be above zero, or zero to turn it off");
        checkPositive("request timeout", requestTimeout);
    }

    /** The proxy of a service at a place. */
    public static ProxyModel of(DesiredService service, Placement placement) {
        return new ProxyModel(
                placement.listenAddress(),
                placement.ports(),
                placement.envoyFolder(),
                service.keepAlive(),
                service.maxReceiveMessageBytes(),
                service.maxSendMessageBytes(),
                service.streamIdleTimeout(),
                service.requestTimeout());
    }

    private static void checkPorts(Ports ports) {
        var all = List.of(ports.listener(), ports.transcriberGrpc(), ports.transcriberHttp(), ports.envoyAdmin());
        for (var port : all) {
            check(port >= 1 && port <= MAX_PORT, "port " + port + " must be from 1 to " + MAX_PORT);
        }
        check(all.stream().distinct().count() == all.size(), "ports " + all + " must differ from each other");
    }

    private static void checkKeepAlive(KeepAlive keepAlive) {
        checkPositive("keep-alive interval", keepAlive.interval());
        checkPositive("keep-alive timeout", keepAlive.timeout());
        check(
                keepAlive.timeout().compareTo(keepAlive.interval()) < 0,
                "keep-alive timeout " + keepAlive.timeout() + " must be shorter than the interval, "
                        + keepAlive.interval());
    }

    private static void checkBytes(String what, long bytes) {
        check(
                bytes > 0 && bytes <= Integer.MAX_VALUE,
                what + " is " + bytes + " bytes; it must be from 1 to " + Integer.MAX_VALUE);
    }

    private static void checkPositive(String what, Duration duration) {
        check(duration.isPositive(), what + " " + duration + " must be above zero");
    }

    private static void check(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
