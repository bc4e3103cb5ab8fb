package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.engine.ctranslate2.CTranslate2Engine;
import java.io.IOException;

class MuteCTranslate2IT extends MuteContract {

    @Override
    RealServer start() throws IOException {
        return new RealServer(CTranslate2Engine.load(TestModel.ct2(), "base", TestModel.ct2Library()));
    }
}
