package io.audiostream.transcriber.http;

import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Treats a request for a WebSocket at another path as a plain one, so that it gets the error response of an unknown
 * path. Javalin recognises such a request by the header that this removes, and would answer with a page in HTML.
 */
final class WebSocketRefusal extends Handler.Wrapper {

    private final Set<String> paths;

    /** @param paths the paths that have WebSockets */
    WebSocketRefusal(Set<String> paths) {
        this.paths = Set.copyOf(paths);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!request.getHeaders().contains(HttpHeader.SEC_WEBSOCKET_VERSION)
                || paths.contains(request.getHttpURI().getPath())) {
            return super.handle(request, response, callback);
        }
        HttpFields headers = HttpFields.build(request.getHeaders())
                .remove(HttpHeader.SEC_WEBSOCKET_VERSION)
                .asImmutable();
        var plain = new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
                return headers;
            }
        };
        return super.handle(plain, response, callback);
    }
}
