package io.audiostream.transcriber.fetch;

import io.audiostream.transcriber.secrets.MountedSecret;
import io.audiostream.transcriber.secrets.SecretException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.InstantSource;

/** Signs requests to a store with the API of Amazon S3. */
final class S3Authorization implements RequestAuthorization {

    private final MountedSecret secret;
    private final String region;
    private final InstantSource clock;

    S3Authorization(MountedSecret secret, String region, InstantSource clock) {
        this.secret = secret;
        this.region = region;
        this.clock = clock;
    }

    @Override
    public HttpRequest.Builder request(URI uri) throws SecretException {
        // HTTP/1.1, where Java sends the header Host as the signature has it.
        var request = HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1);
        new AwsSignature(S3Credentials.read(secret), region)
                .headersOfGet(uri, clock.instant())
                .forEach(request::header);
        return request;
    }

    @Override
    public String remedy() {
        return ("the store refuses the request: check bucket, key, region, and whether the keys of the Secret '%s' may"
                        + " read the object")
                .formatted(secret.name());
    }
}
