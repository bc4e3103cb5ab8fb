package io.audiostream.transcriber.http;

import io.javalin.config.JavalinConfig;
import java.util.Set;

/** The paths of one server. */
interface HttpRoutes {

    /** Registers the handlers. */
    void register(JavalinConfig javalin);

    /** Returns the paths that have WebSockets. */
    default Set<String> webSocketPaths() {
        return Set.of();
    }

    /** Returns the end of the message for an unknown path: what the client can request. */
    String remedy();
}
