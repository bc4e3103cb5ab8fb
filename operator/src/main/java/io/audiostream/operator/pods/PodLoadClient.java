package io.audiostream.operator.pods;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;

/** Fetches the load of a pod. Thread-safe; may block for some seconds. */
@FunctionalInterface
public interface PodLoadClient {

    /**
     * Sends one request.
     *
     * @throws IOException when the pod does not respond or its response is invalid; the message has the value seen
     */
    PodLoad fetch(Pod pod) throws IOException, InterruptedException;
}
