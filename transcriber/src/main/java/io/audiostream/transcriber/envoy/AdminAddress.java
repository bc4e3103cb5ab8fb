package io.audiostream.transcriber.envoy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.util.regex.Pattern;

/**
 * Address of Envoy's administration interface.
 *
 * @param text {@code HOST:PORT}, or {@code unix:PATH} of a Unix domain socket
 */
public record AdminAddress(String text) {

    private static final String UNIX = "unix:";
    private static final Pattern TCP = Pattern.compile("([^:/?#\\s]+):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    /** Longest path that Linux accepts for a Unix domain socket, in bytes. */
    private static final int MAX_PATH = 107;

    /** @throws IllegalArgumentException if the text is no address */
    public AdminAddress {
        boolean valid = text.startsWith(UNIX) ? isSocketPath(text.substring(UNIX.length())) : isHostAndPort(text);
        if (!valid) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT, such as 127.0.0.1:9901, and not"
                    + " unix:PATH with an absolute path of at most " + MAX_PATH
                    + " characters, such as unix:/run/envoy/admin.sock");
        }
    }

    boolean isUnix() {
        return text.startsWith(UNIX);
    }

    StandardProtocolFamily family() {
        return isUnix() ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET;
    }

    /** Resolves a host name. */
    SocketAddress resolve() {
        if (isUnix()) {
            return UnixDomainSocketAddress.of(text.substring(UNIX.length()));
        }
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private static boolean isSocketPath(String path) {
        try {
            return path.startsWith("/")
                    && UnixDomainSocketAddress.of(path).toString().length() <= MAX_PATH;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isHostAndPort(String text) {
        var matcher = TCP.matcher(text);
        return matcher.matches() && Integer.parseInt(matcher.group(2)) <= MAX_PORT;
    }

    @Override
    public String toString() {
        return text;
    }
}
