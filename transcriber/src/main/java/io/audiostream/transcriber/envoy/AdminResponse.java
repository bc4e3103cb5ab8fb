package io.audiostream.transcriber.envoy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A response of HTTP/1.1 (RFC 9112), whose connection has ended.
 *
 * @param status status code
 * @param body body without the framing of its transfer coding, as UTF-8
 */
record AdminResponse(int status, String body) {

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
    private static final String END_OF_LINE = "\r\n";
    private static final String END_OF_HEADERS = END_OF_LINE + END_OF_LINE;
    private static final int HEX = 16;

    /** @throws IOException if the response is incomplete or malformed */
    static AdminResponse parse(byte[] response) throws IOException {
        // One character per byte, so that positions in the text are positions in the bytes.
        String text = new String(response, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END_OF_HEADERS);
        if (end < 0) {
            throw new IOException("the response has no end of headers");
        }
        String[] head = text.substring(0, end).split(END_OF_LINE, -1);
        var status = STATUS_LINE.matcher(head[0]);
        if (!status.matches()) {
            throw new IOException("the response begins with '" + head[0] + "', not with a status line");
        }
        String content = text.substring(end + END_OF_HEADERS.length());
        byte[] body = body(headers(head), content).getBytes(StandardCharsets.ISO_8859_1);
        return new AdminResponse(Integer.parseInt(status.group(1)), new String(body, StandardCharsets.UTF_8));
    }

    private static Map<String, String> headers(String[] head) {
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < head.length; i++) {
            String[] parts = head[i].split(":", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts.length == 2 ? parts[1].strip() : "");
        }
        return headers;
    }

    private static String body(Map<String, String> headers, String content) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return dechunk(content);
        }
        String length = headers.get("content-length");
        if (length != null && !length.equals(String.valueOf(content.length()))) {
            throw new IOException("the response has %d bytes of body, not %s".formatted(content.length(), length));
        }
        return content;
    }

    private static String dechunk(String content) throws IOException {
        var body = new StringBuilder();
        int position = 0;
        while (true) {
            int endOfSize = content.indexOf(END_OF_LINE, position);
            int size = endOfSize < 0 ? -1 : chunkSize(content.substring(position, endOfSize));
            int begin = endOfSize + END_OF_LINE.length();
            if (size == 0) {
                return body.toString();
            }
            if (size < 0 || size > content.length() - begin) {
                throw new IOException("the response ends inside a chunk");
            }
            body.append(content, begin, begin + size);
            position = begin + size + END_OF_LINE.length();
        }
    }

    private static int chunkSize(String line) throws IOException {
        try {
            return Integer.parseInt(line.split(";", 2)[0].strip(), HEX);
        } catch (NumberFormatException e) {
            throw new IOException("the response has a chunk of size '" + line + "'", e);
        }
    }
}
