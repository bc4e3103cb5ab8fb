package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioObserver.DropReason;
import java.util.List;

/**
 * Forwards the events of one session to several observers.
 *
 * @param observers called in list order
 */
record CompositeSessionObserver(List<SessionObserver> observers) implements SessionObserver {

    @Override
    public void audioReceived(double seconds) {
        observers.forEach(observer -> observer.audioReceived(seconds));
    }

    @Override
    public void audioDropped(DropReason reason, long bytes) {
        observers.forEach(observer -> observer.audioDropped(reason, bytes));
    }

    @Override
    public void audioOutOfPhase(double seconds) {
        observers.forEach(observer -> observer.audioOutOfPhase(seconds));
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
    public void finalSent(SegmentSummary segment) {
        observers.forEach(observer -> observer.finalSent(segment));
    }

    @Override
    public void textEvent(TextEvent event) {
        observers.forEach(observer -> observer.textEvent(event));
    }

    @Override
    public void closed(SessionSummary summary) {
        observers.forEach(observer -> observer.closed(summary));
    }
}
