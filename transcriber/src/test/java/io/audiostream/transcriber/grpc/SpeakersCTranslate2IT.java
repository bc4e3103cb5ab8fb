package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.engine.ctranslate2.CTranslate2Engine;
import java.io.IOException;
import java.time.Duration;

class SpeakersCTranslate2IT extends SpeakersContract {

    @Override
    RealServer start() throws IOException {
        return new RealServer(CTranslate2Engine.load(TestModel.ct2(), "base", TestModel.ct2Library()));
    }

    @Override
    Duration interimInterval() {
        return Duration.ofMillis(500);
    }
}
