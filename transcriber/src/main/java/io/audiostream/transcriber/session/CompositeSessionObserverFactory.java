package io.audiostream.transcriber.session;

import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.util.List;

/**
 * Creates session observers that forward each event to the observers of several factories.
 *
 * @param factories called in list order
 */
public record CompositeSessionObserverFactory(List<SessionObserver.Factory> factories)
        implements SessionObserver.Factory {

    @Override
    public void refused(Reason reason) {
        factories.forEach(factory -> factory.refused(reason));
    }

    @Override
    public SessionObserver opened(CallContext call) {
        return new CompositeSessionObserver(
                factories.stream().map(factory -> factory.opened(call)).toList());
    }
}
