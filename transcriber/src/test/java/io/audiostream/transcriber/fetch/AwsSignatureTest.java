package io.audiostream.transcriber.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Compares signatures with those that Amazon publishes in "Signature Calculations for the Authorization Header:
 * Transferring Payload in a Single Chunk".
 */
class AwsSignatureTest {

    private static final Instant TIME = Instant.parse("2013-05-24T00:00:00Z");
    private static final AwsSignature SIGNATURE = new AwsSignature(
            new S3Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Optional.empty()),
            "us-east-1");

    @Test
    void signsObjectAsPublished() {
        // when
        var headers = SIGNATURE.headersOfGet(
                URI.create("https://examplebucket.s3.amazonaws.com/test.txt"), TIME, Map.of("range", "bytes=0-9"));

        // then
        assertThat(headers.get("Authorization"))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                        + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                        + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    @Test
    void signsQueryAsPublished() {
        // when
        var headers =
                SIGNATURE.headersOfGet(URI.create("https://examplebucket.s3.amazonaws.com/?prefix=J&max-keys=2"), TIME);

        // then
        assertThat(headers.get("Authorization"))
                .endsWith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }

    @Test
    void signsParameterWithoutValueAsPublished() {
        // when
        var headers = SIGNATURE.headersOfGet(URI.create("https://examplebucket.s3.amazonaws.com/?lifecycle"), TIME);

        // then
        assertThat(headers.get("Authorization"))
                .endsWith("Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    }
}
