package io.audiostream.transcriber.http;

/**
 * Configures an HTTP server.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 to {@value #MAX_PORT}; 0 for any free port
 * @param maxReceiveBytes maximum size of an upload, above 0
 */
public record HttpServerConfig(String host, int port, int maxReceiveBytes) {

    public static final int MAX_PORT = 65_535;

    /** Maximum size of a request, in bytes, for a server without uploads. */
    public static final int SMALL_REQUEST = 1 << 10;

    public HttpServerConfig {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("the port is %d, not 0 to %d".formatted(port, MAX_PORT));
        }
        if (maxReceiveBytes <= 0) {
            throw new IllegalArgumentException(
                    "the maximum size of uploads is %d bytes, not above 0".formatted(maxReceiveBytes));
        }
    }
}
