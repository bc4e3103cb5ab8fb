package io.audiostream.transcriber.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;

/** Reads from a status why a stream ended, and the chunk from which the client resumes. */
final class ResumePoint {

    private ResumePoint() {}

    static int chunk(StatusRuntimeException failure) {
        String reasonAndChunk = of(failure);
        return Integer.parseInt(reasonAndChunk.substring(reasonAndChunk.indexOf(' ') + 1));
    }

    /** Returns {@code REASON CHUNK}. */
    static String of(StatusRuntimeException failure) {
        ErrorInfo info = info(failure);
        return info.getReason() + " " + info.getMetadataOrThrow("resume_chunk_index");
    }

    static ErrorInfo info(StatusRuntimeException failure) {
        try {
            Any detail =
                    Objects.requireNonNull(StatusProto.fromThrowable(failure)).getDetails(0);
            return detail.unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("no ErrorInfo", e);
        }
    }
}
