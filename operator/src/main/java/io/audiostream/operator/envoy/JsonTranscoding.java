package io.audiostream.operator.envoy;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Any;
import com.google.protobuf.AnyProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.rpc.ErrorDetailsProto;
import com.google.rpc.StatusProto;
import io.audiostream.proto.AudioServiceProto;
import io.envoyproxy.envoy.extensions.filters.http.buffer.v3.Buffer;
import io.envoyproxy.envoy.extensions.filters.http.buffer.v3.BufferPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.grpc_json_transcoder.v3.GrpcJsonTranscoder;
import io.envoyproxy.envoy.extensions.filters.http.grpc_json_transcoder.v3.GrpcJsonTranscoder.PrintOptions;
import io.envoyproxy.envoy.extensions.filters.http.grpc_json_transcoder.v3.GrpcJsonTranscoder.RequestValidationOptions;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.List;

/**
 * The unary call as JSON: {@code POST /v1/transcribe} with an {@code AudioFile}, answered with a
 * {@code TranscriptionResponse}. Only the route of that path configures the filters, so that they touch no stream, and
 * a change of the contract is live.
 */
final class JsonTranscoding {
    static final String PATH = "/v1/transcribe";

    /** Limit of the JSON, in MiB. Envoy holds the whole request in memory, beside all streams of the pod. */
    static final int MAX_MEBIBYTES = 10;

    private static final int MAX_BYTES = MAX_MEBIBYTES << 20;
    private static final String METHOD = "TranscribeAudio";

    private static final String BUFFER = "envoy.filters.http.buffer";
    private static final String TRANSCODER = "envoy.filters.http.grpc_json_transcoder";

    private JsonTranscoding() {}

    /** Renders the filters of the listener, which do nothing on routes that do not configure them. */
    static List<HttpFilter> filters() {
        return List.of(
                HttpFilter.newBuilder()
                        .setName(BUFFER)
                        .setTypedConfig(Any.pack(buffer()))
                        .setDisabled(true)
                        .build(),
                HttpFilter.newBuilder()
                        .setName(TRANSCODER)
                        .setTypedConfig(Any.pack(GrpcJsonTranscoder.newBuilder()
                                .setProtoDescriptorBin(ByteString.EMPTY)
                                .build()))
                        .build());
    }

    /** Configures the filters for a route to the gRPC server. */
    static RouteRule rule(RouteRule rule) {
        return rule.filter(
                        BUFFER, BufferPerRoute.newBuilder().setBuffer(buffer()).build())
                .filter(TRANSCODER, transcoder());
    }

    /** Refuses larger requests. The transcoder has no limit of its own for a unary call. */
    private static Buffer buffer() {
        return Buffer.newBuilder()
                .setMaxRequestBytes(ProtoValues.number(MAX_BYTES))
                .build();
    }

    /** Errors become a google.rpc.Status with the details of the transcriber. */
    private static GrpcJsonTranscoder transcoder() {
        return GrpcJsonTranscoder.newBuilder()
                .setProtoDescriptorBin(descriptors().toByteString())
                .addServices(AudioServiceProto.getDescriptor()
                        .findServiceByName("AudioStreamService")
                        .getFullName())
                // The default would select the route again, by the path of the gRPC method.
                .setMatchIncomingRequestRoute(true)
                .setConvertGrpcStatus(true)
                .setPrintOptions(PrintOptions.newBuilder().setAlwaysPrintPrimitiveFields(true))
                .setRequestValidationOptions(RequestValidationOptions.newBuilder()
                        .setRejectUnknownMethod(true)
                        .setRejectUnknownQueryParameters(true))
                .setMaxRequestBodySize(ProtoValues.number(MAX_BYTES))
                .setMaxResponseBodySize(ProtoValues.number(MAX_BYTES))
                .build();
    }

    /** Returns the contract and the details of errors, each file after those that it imports. */
    private static FileDescriptorSet descriptors() {
        return FileDescriptorSet.newBuilder()
                .addFile(proto(DurationProto.getDescriptor()))
                .addFile(proto(AnyProto.getDescriptor()))
                .addFile(proto(StatusProto.getDescriptor()))
                .addFile(proto(ErrorDetailsProto.getDescriptor()))
                .addFile(withPath(proto(AudioServiceProto.getDescriptor())))
                .build();
    }

    private static FileDescriptorProto proto(FileDescriptor file) {
        return file.toProto();
    }

    /** Sets the path here, so that the contract and the clients generated from it need no annotations of HTTP. */
    private static FileDescriptorProto withPath(FileDescriptorProto contract) {
        var rule = HttpRule.newBuilder().setPost(PATH).setBody("*").build();
        var changed = contract.toBuilder();
        changed.getServiceBuilder(0).getMethodBuilderList().stream()
                .filter(method -> method.getName().equals(METHOD))
                .forEach(method -> method.getOptionsBuilder().setExtension(AnnotationsProto.http, rule));
        return changed.build();
    }
}
