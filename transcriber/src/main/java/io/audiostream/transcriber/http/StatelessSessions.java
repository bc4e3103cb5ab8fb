package io.audiostream.transcriber.http;

import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.NullSessionDataStore;

/**
 * Keeps no session of HTTP and sets no cookie. Javalin demands a session for each WebSocket, and Jetty would keep it in
 * memory for ever.
 */
final class StatelessSessions {

    private StatelessSessions() {}

    static SessionHandler create() {
        var handler = new SessionHandler();
        var cache = new NullSessionCache(handler);
        cache.setSessionDataStore(new NullSessionDataStore());
        handler.setSessionCache(cache);
        handler.setUsingCookies(false);
        return handler;
    }
}
