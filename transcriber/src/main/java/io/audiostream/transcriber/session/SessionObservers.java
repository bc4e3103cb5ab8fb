package io.audiostream.transcriber.session;

import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.util.List;

/**
 * Several observers as one.
 *
 * @param observers told one after the other
 */
public record SessionObservers(List<SessionObserver> observers) implements SessionObserver {

    @Override
    public void refused(Reason reason) {
        observers.forEach(observer -> observer.refused(reason));
    }

    @Override
    public void opened() {
        observers.forEach(SessionObserver::opened);
    }

    @Override
    public void firstText(double seconds) {
        observers.forEach(observer -> observer.firstText(seconds));
    }

    @Override
    public void interimSent() {
        observers.forEach(SessionObserver::interimSent);
    }

    @Override
    public void finalSent(double seconds) {
        observers.forEach(observer -> observer.finalSent(seconds));
    }

    @Override
    public void closed(SessionSummary summary) {
        observers.forEach(observer -> observer.closed(summary));
    }
}
