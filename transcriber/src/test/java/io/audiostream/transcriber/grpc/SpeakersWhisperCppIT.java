package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.engine.whispercpp.WhisperCppEngine;
import java.io.IOException;
import java.time.Duration;

class SpeakersWhisperCppIT extends SpeakersContract {

    @Override
    RealServer start() throws IOException {
        return new RealServer(WhisperCppEngine.load(TestModel.ggml(), "base"));
    }

    @Override
    Duration interimInterval() {
        return Duration.ofSeconds(2);
    }
}
