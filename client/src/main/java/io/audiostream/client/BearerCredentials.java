package io.audiostream.client;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Executor;

/** Adds the credentials of the client to each call, as they are when the call begins. */
final class BearerCredentials extends CallCredentials {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Credentials credentials;

    BearerCredentials(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
        executor.execute(() -> {
            var headers = new Metadata();
            try {
                headers.put(AUTHORIZATION, "Bearer " + credentials.current());
            } catch (RuntimeException e) {
                applier.fail(Status.UNAUTHENTICATED
                        .withDescription("the client has no credentials: " + e.getMessage())
                        .withCause(e));
                return;
            }
            applier.apply(headers);
        });
    }
}
