package io.audiostream.operator.model;

import io.audiostream.operator.api.HuggingFaceSpec;
import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.S3Spec;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecMessages;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.model.huggingFace} and {@code spec.model.s3}: the address of the file. */
final class StoreReader {
    private static final String HUGGING_FACE = "spec.model.huggingFace";
    private static final String S3 = "spec.model.s3";

    private StoreReader() {}

    /** Returns the address {@code ENDPOINT/OWNER/NAME/resolve/REVISION/FILE}. */
    static String address(HuggingFaceSpec spec) {
        var repository = FieldCheck.matches(
                HUGGING_FACE + ".repository", text(spec.repository()), Patterns.REPOSITORY, SpecMessages.REPOSITORY);
        var revision = FieldCheck.matches(
                HUGGING_FACE + ".revision",
                Objects.requireNonNullElse(spec.revision(), SpecDefaults.REVISION),
                Patterns.REVISION,
                SpecMessages.REVISION);
        var file = ModelReader.modelPath(HUGGING_FACE + ".file", spec.file());
        var endpoint =
                endpoint(HUGGING_FACE, Objects.requireNonNullElse(spec.endpoint(), SpecDefaults.HUGGING_FACE_ENDPOINT));
        return endpoint + "/" + repository + "/resolve/" + encode(revision) + "/" + encodePath(file);
    }

    /** Returns the address {@code ENDPOINT/BUCKET/KEY}. Every store supports this form, and Amazon's too. */
    static String address(S3Spec spec) {
        var bucket = FieldCheck.matches(S3 + ".bucket", text(spec.bucket()), Patterns.BUCKET, SpecMessages.BUCKET);
        var key = ModelReader.modelPath(S3 + ".key", spec.key());
        var endpoint = endpoint(
                S3, Objects.requireNonNullElse(spec.endpoint(), "https://s3." + region(spec) + ".amazonaws.com"));
        return endpoint + "/" + bucket + "/" + encodePath(key);
    }

    static String region(S3Spec spec) {
        return FieldCheck.matches(
                S3 + ".region",
                Objects.requireNonNullElse(spec.region(), SpecDefaults.S3_REGION),
                Patterns.S3_REGION,
                SpecMessages.S3_REGION);
    }

    private static String endpoint(String field, String address) {
        return FieldCheck.matches(field + ".endpoint", address, Patterns.HTTP_ADDRESS, SpecMessages.ENDPOINT)
                .replaceFirst("/+$", "");
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static String encodePath(String path) {
        return Arrays.stream(path.split("/")).map(StoreReader::encode).collect(Collectors.joining("/"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
