package io.audiostream.client;

import io.audiostream.proto.TranscriptionResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records the events of a stream in order. */
final class RecordingListener implements TranscriptionListener {

    private final List<String> events = new CopyOnWriteArrayList<>();

    List<String> events() {
        return events;
    }

    @Override
    public void onInterim(TranscriptionResponse interim) {
        events.add("interim " + interim.getText());
    }

    @Override
    public void onFinal(TranscriptionResponse result) {
        events.add("final " + result.getText());
    }

    @Override
    public void onSpeechEvent(TranscriptionResponse event) {
        events.add("event " + event.getMetadata().getSpeechEvent());
    }

    @Override
    public void onEnd() {
        events.add("end");
    }

    @Override
    public void onFailure(TranscriptionException failure) {
        events.add("failure " + failure.code());
    }
}
