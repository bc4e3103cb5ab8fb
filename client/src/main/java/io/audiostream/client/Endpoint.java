package io.audiostream.client;

/**
 * The address of a service.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException if the host is blank or the port out of range */
    public Endpoint {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the host is empty; write HOST:PORT, for example localhost:50051");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is out of range; ports are 1 to " + MAX_PORT);
        }
    }

    /**
     * Reads {@code HOST:PORT} or {@code [IPV6]:PORT}.
     *
     * @throws IllegalArgumentException if the text has another form; the message gives the right one
     */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0 || (host.contains(":") && !bracketed) || text.contains("/")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an endpoint; write HOST:PORT, for example localhost:50051 or [::1]:50051");
        }
        try {
            return new Endpoint(
                    bracketed ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text.substring(colon + 1) + "' in '" + text + "' is not a port; ports are 1 to " + MAX_PORT,
                    e);
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
