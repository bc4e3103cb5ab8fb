package io.audiostream.transcriber.http;

import io.audiostream.transcriber.openai.Json;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A response of server-sent events. It begins with the first event; before that an error can still have its status. */
final class EventStream {

    private final HttpServletResponse response;
    private boolean started;

    EventStream(Context context) {
        response = context.res(); // not Javalin's stream, which compresses and so delays the events
    }

    /** Returns whether the response has begun. */
    boolean started() {
        return started;
    }

    /**
     * Sends an event to the client at once. Blocks while the client does not read.
     *
     * @throws ClientDisconnectedException if the client does not receive events any more
     */
    void send(Object event) throws ClientDisconnectedException {
        try {
            if (!started) {
                started = true;
                response.setContentType("text/event-stream; charset=utf-8");
                response.setHeader("Cache-Control", "no-cache");
                response.setHeader("X-Accel-Buffering", "no"); // nginx would hold the events back
            }
            response.getOutputStream().write(("data: " + Json.of(event) + "\n\n").getBytes(StandardCharsets.UTF_8));
            response.flushBuffer();
        } catch (IOException e) {
            throw new ClientDisconnectedException(e);
        }
    }
}
