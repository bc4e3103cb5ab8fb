package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.contract.FailureMapper;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Maps failures to statuses of gRPC, with their trailers. */
final class StatusMapper {

    private static final Metadata.Key<String> REFUSAL_HEADER =
            Metadata.Key.of(SessionRefusedException.HEADER, Metadata.ASCII_STRING_MARSHALLER);

    private StatusMapper() {}

    static StatusRuntimeException toStatus(Throwable failure, String requestId) {
        StatusRuntimeException status = StatusProto.toStatusRuntimeException(FailureMapper.status(failure, requestId));
        Metadata trailers = status.getTrailers();
        if (trailers != null && failure instanceof SessionRefusedException e) {
            e.header().ifPresent(value -> trailers.put(REFUSAL_HEADER, value));
        }
        return status;
    }
}
