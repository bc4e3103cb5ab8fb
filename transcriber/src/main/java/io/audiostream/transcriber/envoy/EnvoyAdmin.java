package io.audiostream.transcriber.envoy;

import java.io.IOException;

/** Reads from the administration interface of the Envoy in front of this transcriber. */
@FunctionalInterface
public interface EnvoyAdmin {

    /**
     * Sends a GET request.
     *
     * @param path path and query, such as {@code /stats?filter=cds}
     * @return the body of the response
     * @throws IOException if Envoy does not respond in time, or not with 200
     */
    String get(String path) throws IOException;
}
