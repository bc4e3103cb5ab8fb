package io.audiostream.operator.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.audiostream.operator.envoy.EnvoyVersion;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that the Envoy of a pod has accepted, as the pod reports it.
 *
 * @param clusters state of the clusters; null if the pod does not report it
 * @param routes state of the routes; null if the pod does not report it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EnvoyReport(
        @Nullable Resource clusters, @Nullable Resource routes) {

    /**
     * The resources of one type.
     *
     * @param version version that Envoy uses; null before it has accepted one
     * @param error why Envoy does not use a later version, at most 300 characters; null if it rejected none
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Resource(
            @Nullable String version, @Nullable String error) {

        /** Shortens the error, which another process sent. */
        public Resource {
            error = error == null ? null : TerminationMessage.of(error);
        }

        boolean has(String desired) {
            return desired.equals(version);
        }
    }

    boolean has(EnvoyVersion desired) {
        return clusters != null && clusters.has(desired.clusters()) && routes != null && routes.has(desired.routes());
    }

    /** The error of resources that are not of the desired version. */
    Optional<String> rejection(EnvoyVersion desired) {
        return Stream.concat(
                        Stream.ofNullable(clusters).filter(resource -> !resource.has(desired.clusters())),
                        Stream.ofNullable(routes).filter(resource -> !resource.has(desired.routes())))
                .flatMap(resource -> Stream.ofNullable(resource.error()))
                .findFirst();
    }
}
