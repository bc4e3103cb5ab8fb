package io.audiostream.transcriber.scheduling;

import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.Transcript;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes tasks whose request has their name as the prompt, and records which of them were decoded. */
final class TestTasks {

    private final List<String> decoded = new CopyOnWriteArrayList<>();

    /** The names of the decoded tasks, in the order of their ends. */
    List<String> decoded() {
        return decoded;
    }

    DecodeTask named(String name) {
        return new DecodeTask() {
            @Override
            public Window window() {
                return new Window(new float[16_000], new DecodeRequest("en", false, name, Effort.FINAL));
            }

            @Override
            public void onDecoded(Transcript transcript) {
                decoded.add(name);
            }

            @Override
            public void onFailed(RuntimeException failure) {
                decoded.add(name + " failed: " + failure.getMessage());
            }
        };
    }
}
