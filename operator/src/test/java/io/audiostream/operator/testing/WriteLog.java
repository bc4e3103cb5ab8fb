package io.audiostream.operator.testing;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records every request of a client as {@code METHOD /path}, reads apart. Thread-safe. */
public final class WriteLog implements Interceptor {
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private final List<String> reads = new CopyOnWriteArrayList<>();

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        (request.method().equals("GET") ? reads : writes)
                .add(request.method() + " " + request.uri().getPath());
    }

    public List<String> writes() {
        return List.copyOf(writes);
    }

    public List<String> reads() {
        return List.copyOf(reads);
    }

    public void clear() {
        reads.clear();
        writes.clear();
    }
}
