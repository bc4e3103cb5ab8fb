package io.audiostream.transcriber.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Treats a request for a WebSocket as a plain one, so that it gets the error response of an unknown path. Javalin
 * recognises such a request by the header that this removes, and would answer with a page in HTML.
 */
final class WebSocketRefusal extends Handler.Wrapper {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!request.getHeaders().contains(HttpHeader.SEC_WEBSOCKET_VERSION)) {
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
