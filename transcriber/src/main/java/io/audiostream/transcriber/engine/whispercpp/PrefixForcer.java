package io.audiostream.transcriber.engine.whispercpp;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Makes whisper.cpp start its text with a prefix. The library calls {@link #filter} before it samples a token. While
 * the prefix is incomplete, the filter leaves only its next token possible. Used by one thread at a time.
 */
final class PrefixForcer {

    private final int vocabularySize;
    private final int endOfText;
    private final MemorySegment callback;
    private int[] prefix = {};
    private boolean started;

    /** @param arena lives as long as the decoder */
    PrefixForcer(WhisperLibrary library, MemorySegment context, Arena arena) {
        vocabularySize = library.vocabularySize(context);
        endOfText = library.endOfText(context);
        callback = library.logitsFilter(target(), arena);
    }

    /** Returns the callback for {@code logits_filter_callback}. */
    MemorySegment callback() {
        return callback;
    }

    /** Sets the ids of the prefix of the next decode. Ids that are not text are left out. */
    void begin(int[] ids) {
        prefix = java.util.Arrays.stream(ids)
                .filter(id -> id >= 0 && id < endOfText)
                .toArray();
        started = false;
    }

    private MethodHandle target() {
        try {
            return MethodHandles.lookup()
                    .bind(
                            this,
                            "filter",
                            MethodType.methodType(
                                    void.class,
                                    MemorySegment.class,
                                    MemorySegment.class,
                                    MemorySegment.class,
                                    int.class,
                                    MemorySegment.class,
                                    MemorySegment.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new LinkageError("the logits filter is missing", e);
        }
    }

    @SuppressWarnings("unused") // called from native code; must not throw
    private void filter(
            MemorySegment context,
            MemorySegment state,
            MemorySegment tokens,
            int count,
            MemorySegment logits,
            MemorySegment userData) {
        if (prefix.length == 0) {
            return;
        }
        int text = textTokens(tokens, count);
        if (count == 0 && started) {
            prefix = new int[0]; // the library continues with the rest of the audio
            return;
        }
        started = started || count > 0;
        if (count == 0 || text >= prefix.length) {
            return; // the first token is a time stamp
        }
        MemorySegment values = logits.reinterpret((long) vocabularySize * Float.BYTES);
        int forced = prefix[text];
        float logit = values.getAtIndex(JAVA_FLOAT, forced);
        for (int id = 0; id < vocabularySize; id++) {
            values.setAtIndex(JAVA_FLOAT, id, Float.NEGATIVE_INFINITY);
        }
        values.setAtIndex(JAVA_FLOAT, forced, Float.isFinite(logit) ? logit : 0);
    }

    private int textTokens(MemorySegment tokens, int count) {
        if (count == 0) {
            return 0;
        }
        long size = TokenData.LAYOUT.byteSize();
        MemorySegment data = tokens.reinterpret(count * size);
        int text = 0;
        for (int i = 0; i < count; i++) {
            text += data.get(JAVA_INT, i * size) < endOfText ? 1 : 0;
        }
        return text;
    }
}
