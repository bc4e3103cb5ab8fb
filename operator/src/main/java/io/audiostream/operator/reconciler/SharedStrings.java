package io.audiostream.operator.reconciler;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads strings so that equal ones are mostly one instance: the names of labels, images and protocols are the same in
 * all objects. Thread-safe; a race only costs the sharing of a string.
 */
final class SharedStrings extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1;

    /** Longer strings are mostly unique. */
    private static final int MAX_LENGTH = 200;

    /**
     * A power of two. A string takes the place of another one with the same slot, so that unique ones need no memory.
     */
    private static final int SLOTS = 1 << 13;

    private final transient @Nullable String[] slots = new String[SLOTS];

    SharedStrings() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        var text = StringDeserializer.instance.deserialize(parser, context);
        return text == null || text.length() > MAX_LENGTH ? text : shared(text);
    }

    private String shared(String text) {
        var hash = text.hashCode();
        var slot = (hash ^ hash >>> 16) & SLOTS - 1;
        var existing = slots[slot];
        if (existing != null && existing.equals(text)) {
            return existing;
        }
        slots[slot] = text;
        return text;
    }
}
