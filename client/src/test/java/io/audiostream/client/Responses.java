package io.audiostream.client;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Responses and errors like a service's. */
public final class Responses {

    private Responses() {}

    public static TranscriptionResponse interim(String text) {
        return TranscriptionResponse.newBuilder().setText(text).build();
    }

    public static TranscriptionResponse result(String text) {
        return TranscriptionResponse.newBuilder().setText(text).setIsFinal(true).build();
    }

    /** An error with details and a request id, like the transcriber's. */
    public static StatusRuntimeException refusal(Status.Code code, String message, Message... details) {
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(message);
        for (Message detail : details) {
            status.addDetails(Any.pack(detail));
        }
        var trailers = new Metadata();
        trailers.put(Metadata.Key.of("request-id", Metadata.ASCII_STRING_MARSHALLER), "req-7");
        return StatusProto.toStatusRuntimeException(status.build(), trailers);
    }
}
