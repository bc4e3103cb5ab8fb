package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.engine.whispercpp.WhisperCppEngine;
import java.io.IOException;

class MuteWhisperCppIT extends MuteContract {

    @Override
    RealServer start() throws IOException {
        return new RealServer(WhisperCppEngine.load(TestModel.ggml(), "base"));
    }
}
