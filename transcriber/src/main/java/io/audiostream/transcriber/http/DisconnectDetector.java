package io.audiostream.transcriber.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Detects that a client disconnects before the response. Jetty does not read from a connection between the last byte of
 * the request and the response. This class reads meanwhile, and returns the connection to Jetty when it is closed.
 */
final class DisconnectDetector implements AutoCloseable {

    private final Context context;
    private final AbstractEndPoint endPoint;
    private final Runnable onDisconnect;

    @GuardedBy("this")
    private boolean closed;

    /**
     * Starts reading. Create it after the whole request was read.
     *
     * @param onDisconnect called at most once, on a thread of the server; must not block
     */
    DisconnectDetector(Context context, Runnable onDisconnect) {
        this.context = context;
        this.onDisconnect = onDisconnect;
        endPoint = endPoint(context);
        listen();
    }

    /** Returns the connection of a request. */
    static AbstractEndPoint endPoint(Context context) {
        return (AbstractEndPoint) ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }

    private void listen() {
        endPoint.tryFillInterested(Callback.from(this::read, this::failed));
    }

    private synchronized void failed(Throwable failure) {
        if (closed) {
            return;
        }
        // Jetty's idle timeout: the client waits for a response that takes longer.
        if (failure instanceof TimeoutException) {
            listen();
        } else {
            disconnected();
        }
    }

    private synchronized void read() {
        if (closed) {
            return;
        }
        try {
            ByteBuffer pipelined = BufferUtil.allocate(1024);
            if (endPoint.fill(pipelined) < 0) {
                disconnected();
                return;
            }
            if (pipelined.hasRemaining()) {
                // The client pipelined its next request. The bytes that were read cannot be returned to Jetty.
                context.header("Connection", "close");
            }
            listen();
        } catch (IOException e) {
            disconnected();
        }
    }

    private synchronized void disconnected() {
        if (!closed) {
            closed = true;
            onDisconnect.run();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        endPoint.getFillInterest().onFail(new IOException("the response is ready"));
    }
}
