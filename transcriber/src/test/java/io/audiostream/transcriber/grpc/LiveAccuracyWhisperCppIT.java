package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.engine.whispercpp.WhisperCppEngine;
import java.io.IOException;
import org.junit.jupiter.api.parallel.Isolated;

/** With the processor for itself: an engine that does not keep up gives no interims. */
@Isolated
class LiveAccuracyWhisperCppIT extends LiveAccuracyContract {

    @Override
    RealServer start() throws IOException {
        return new RealServer(WhisperCppEngine.load(TestModel.ggml(), "base"));
    }
}
