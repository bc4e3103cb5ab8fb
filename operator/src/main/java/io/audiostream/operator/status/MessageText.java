package io.audiostream.operator.status;

/** Formats texts of other programs as sentences of a message. */
final class MessageText {
    private MessageText() {}

    /** Adds a full stop unless the text ends with a punctuation mark already. */
    static String sentence(String text) {
        return text.matches("(?s).*[.!?…]") ? text : text + ".";
    }
}
