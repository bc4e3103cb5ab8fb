package io.audiostream.transcriber.engine;

import java.util.List;

/**
 * Tokens of earlier decodes that a decode builds on.
 *
 * @param previous the text before the window: tokens whose audio has left it. They condition the text, and are not in
 *     the result.
 * @param prefix the settled tokens at the start of the window's text; the result starts with them
 * @param draft the tokens of the previous decode after {@code prefix}. They make the decode faster with an engine that
 *     supports speculative decoding. The result is the same, except for rounding.
 */
public record DecodeContext(List<Token> previous, List<Token> prefix, List<Token> draft) {

    public static final DecodeContext NONE = new DecodeContext(List.of(), List.of(), List.of());

    public DecodeContext {
        previous = List.copyOf(previous);
        prefix = List.copyOf(prefix);
        draft = List.copyOf(draft);
    }

    /** Returns the context without the text before the window. */
    public DecodeContext withoutPrevious() {
        return new DecodeContext(List.of(), prefix, draft);
    }
}
