package io.audiostream.operator.envoy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.audiostream.proto.TranscriptionResponse;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A call of a browser, by the protocol gRPC-Web: frames with a flag and a length, the last of which has the trailers.
 *
 * @param response the HTTP response
 * @param messages the messages
 * @param trailers the lines of the last frame; empty when the response has none
 */
record GrpcWebCall(HttpResponse<byte[]> response, List<TranscriptionResponse> messages, String trailers) {
    private static final String CONTENT_TYPE = "application/grpc-web+proto";
    private static final int HEADER_BYTES = 5;
    private static final int TRAILERS = 0x80;

    /** @param origin origin of the web page */
    static GrpcWebCall call(RunningEnvoy envoy, String method, MessageLite message, String origin) throws Exception {
        var request = HttpRequest.newBuilder(envoy.uri(method))
                .version(HttpClient.Version.HTTP_1_1)
                .header("content-type", CONTENT_TYPE)
                .header("accept", CONTENT_TYPE)
                .header("x-grpc-web", "1")
                .header("origin", origin)
                .POST(BodyPublishers.ofByteArray(frame(message.toByteArray())))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return read(http.send(request, BodyHandlers.ofByteArray()));
        }
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static byte[] frame(byte[] message) {
        return ByteBuffer.allocate(HEADER_BYTES + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private static GrpcWebCall read(HttpResponse<byte[]> response) throws InvalidProtocolBufferException {
        var messages = new ArrayList<TranscriptionResponse>();
        var trailers = "";
        var body = ByteBuffer.wrap(response.body());
        while (body.remaining() >= HEADER_BYTES) {
            var flags = body.get();
            var content = new byte[body.getInt()];
            body.get(content);
            if ((flags & TRAILERS) != 0) {
                trailers = new String(content, StandardCharsets.US_ASCII);
            } else {
                messages.add(TranscriptionResponse.parseFrom(content));
            }
        }
        return new GrpcWebCall(response, messages, trailers);
    }
}
