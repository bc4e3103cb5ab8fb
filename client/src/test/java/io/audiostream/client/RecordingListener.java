package io.audiostream.client;

import io.audiostream.proto.TranscriptionResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a stream told, in order. */
final class RecordingListener implements TranscriptionListener {

    private final List<String> told = new CopyOnWriteArrayList<>();

    List<String> told() {
        return told;
    }

    @Override
    public void onInterim(TranscriptionResponse interim) {
        told.add("interim " + interim.getText());
    }

    @Override
    public void onFinal(TranscriptionResponse result) {
        told.add("final " + result.getText());
    }

    @Override
    public void onEnd() {
        told.add("end");
    }

    @Override
    public void onFailure(TranscriptionException failure) {
        told.add("failure " + failure.code());
    }
}
