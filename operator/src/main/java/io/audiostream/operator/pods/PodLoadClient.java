package io.audiostream.operator.pods;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;

/** Asks a pod how busy it is. Called from many threads at once; may block for some seconds. */
@FunctionalInterface
public interface PodLoadClient {

    /**
     * Asks once.
     *
     * @throws IOException when the pod does not answer, or not as expected; the message says what was seen
     */
    PodLoad ask(Pod pod) throws IOException, InterruptedException;
}
