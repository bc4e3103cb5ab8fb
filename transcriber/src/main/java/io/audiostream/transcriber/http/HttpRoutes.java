package io.audiostream.transcriber.http;

import io.javalin.config.JavalinConfig;

/** The paths of one server. */
interface HttpRoutes {

    /** Registers the handlers. */
    void register(JavalinConfig javalin);

    /** Returns the end of the message for an unknown path: what the client can request. */
    String remedy();
}
