package io.audiostream.operator.status;

/** Makes sentences of the words of others. */
final class MessageText {
    private MessageText() {}

    /** With a full stop, unless it ends with a mark already. */
    static String ended(String text) {
        return text.matches("(?s).*[.!?…]") ? text : text + ".";
    }

    static String pods(int count) {
        return count == 1 ? "1 pod" : count + " pods";
    }
}
