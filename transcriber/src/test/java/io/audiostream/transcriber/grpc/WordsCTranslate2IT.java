package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.engine.ctranslate2.CTranslate2Engine;
import java.io.IOException;
import java.time.Duration;

class WordsCTranslate2IT extends WordsContract {

    @Override
    RealServer start() throws IOException {
        return new RealServer(CTranslate2Engine.load(TestModel.ct2(), "base", TestModel.ct2Library()));
    }

    @Override
    boolean reads(WordsInput input) {
        return true;
    }

    @Override
    Duration interimInterval(WordsInput input) {
        return Duration.ofMillis(input.recording().seconds() < 16 ? 500 : 1_000);
    }
}
