package io.audiostream.transcriber.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Hears when a client goes away while it should wait for its answer. Jetty does not look at a connection between the
 * request's last byte and the answer, so this does, and hands the connection back when it is closed.
 */
final class DisconnectDetector implements AutoCloseable {

    private final Context context;
    private final AbstractEndPoint endPoint;
    private final Runnable gone;
    private boolean closed;

    /**
     * To be made when the request has been read whole.
     *
     * @param gone called at most once, on a thread of the server; must not block
     */
    DisconnectDetector(Context context, Runnable gone) {
        this.context = context;
        this.gone = gone;
        endPoint = (AbstractEndPoint) ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        listen();
    }

    private void listen() {
        endPoint.tryFillInterested(Callback.from(this::readable, failure -> lost()));
    }

    private synchronized void readable() {
        if (closed) {
            return;
        }
        try {
            ByteBuffer ahead = BufferUtil.allocate(1024);
            if (endPoint.fill(ahead) < 0) {
                lost();
                return;
            }
            if (ahead.hasRemaining()) {
                // The next request came before this one's answer: what was read of it can't be given back.
                context.header("Connection", "close");
            }
            listen();
        } catch (IOException e) {
            lost();
        }
    }

    private synchronized void lost() {
        if (!closed) {
            closed = true;
            gone.run();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        endPoint.getFillInterest().onFail(new IOException("the answer is ready"));
    }
}
