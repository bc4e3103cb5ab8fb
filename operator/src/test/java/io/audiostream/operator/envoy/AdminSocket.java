package io.audiostream.operator.envoy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** The administration interface of Envoy, on a Unix domain socket, for which Java's HTTP client has no support. */
record AdminSocket(Path path) {
    private static final String END_OF_LINE = "\r\n";
    private static final int HEX = 16;

    String get(String target) throws IOException {
        return send("GET", target);
    }

    String post(String target) throws IOException {
        return send("POST", target);
    }

    private String send(String method, String target) throws IOException {
        var request = method + " " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            var response = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.ISO_8859_1);
            if (!response.startsWith("HTTP/1.1 200")) {
                throw new AssertionError(method + " " + target + ": " + response);
            }
            var body = response.substring(response.indexOf(END_OF_LINE + END_OF_LINE) + 4);
            return response.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked") ? dechunk(body) : body;
        }
    }

    private static String dechunk(String chunks) {
        var body = new StringBuilder();
        var position = 0;
        while (true) {
            var end = chunks.indexOf(END_OF_LINE, position);
            var size = Integer.parseInt(chunks.substring(position, end), HEX);
            if (size == 0) {
                return body.toString();
            }
            body.append(chunks, end + 2, end + 2 + size);
            position = end + 2 + size + 2;
        }
    }
}
