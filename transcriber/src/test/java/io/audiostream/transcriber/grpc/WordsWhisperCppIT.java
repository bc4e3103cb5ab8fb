package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.engine.whispercpp.WhisperCppEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/**
 * Reads one input of each kind that depends on the engine, with an interim every two seconds: a decode of whisper.cpp
 * takes several times as long as one of CTranslate2. Scripts, numbers and languages depend on the model, which is the
 * same for both engines. Repeated words are left out: whisper.cpp retries them with random sampling, so its text
 * differs from run to run.
 */
class WordsWhisperCppIT extends WordsContract {

    private static final Set<WordsInput> INPUTS =
            Set.of(WordsInput.COUNTING_THEN_JFK, WordsInput.JFK_THEN_COUNTING, WordsInput.UNPAUSED_5_S);

    @Override
    RealServer start() throws IOException {
        return new RealServer(WhisperCppEngine.load(TestModel.ggml(), "base"));
    }

    @Override
    boolean reads(WordsInput input) {
        return INPUTS.contains(input);
    }

    @Override
    Duration interimInterval(WordsInput input) {
        return Duration.ofSeconds(2);
    }
}
