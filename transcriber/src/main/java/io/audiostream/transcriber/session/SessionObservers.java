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
    public SessionWatch opened(SessionIds ids) {
        return new Watches(
                observers.stream().map(observer -> observer.opened(ids)).toList());
    }

    private record Watches(List<SessionWatch> watches) implements SessionWatch {

        @Override
        public void heard(double seconds) {
            watches.forEach(watch -> watch.heard(seconds));
        }

        @Override
        public void firstText(double seconds) {
            watches.forEach(watch -> watch.firstText(seconds));
        }

        @Override
        public void interimSent() {
            watches.forEach(SessionWatch::interimSent);
        }

        @Override
        public void finalSent(SegmentSummary segment) {
            watches.forEach(watch -> watch.finalSent(segment));
        }

        @Override
        public void closed(SessionSummary summary) {
            watches.forEach(watch -> watch.closed(summary));
        }
    }
}
