package io.audiostream.transcriber.engine.ctranslate2;

import io.audiostream.transcriber.engine.TestModel;
import java.util.List;

/** Tokens of the test model's vocabulary. */
public final class RealTokens {

    private final Vocabulary vocabulary = Vocabulary.read(TestModel.ct2());
    private final BpeTokenizer tokenizer = new BpeTokenizer(vocabulary);

    /** Returns the ids of a text's tokens. */
    public List<Integer> encode(String text) {
        return tokenizer.encode(text);
    }

    /** Returns the bytes of a token's text. */
    public byte[] utf8(int id) {
        return vocabulary.utf8(id);
    }

    /** Returns the number of tokens that are text: their ids begin with 0. */
    public int textCount() {
        return vocabulary.endOfText();
    }
}
