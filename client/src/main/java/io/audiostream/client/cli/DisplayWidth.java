package io.audiostream.client.cli;

/** Measures text in terminal columns and shortens it to a number of columns. */
final class DisplayWidth {

    private static final String ELLIPSIS = "…";

    private DisplayWidth() {}

    static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** Keeps the end of a text, where new words appear. An ellipsis replaces the rest. */
    static String fitEnd(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        if (columns <= 0) {
            return "";
        }
        int start = text.length();
        int free = columns - 1;
        while (start > 0) {
            int codePoint = text.codePointBefore(start);
            if (of(codePoint) > free) {
                break;
            }
            free -= of(codePoint);
            start -= Character.charCount(codePoint);
        }
        return ELLIPSIS + text.substring(start);
    }

    /** Replaces control characters by spaces, so that text cannot send commands to a terminal. */
    static String printable(String text) {
        return text.codePoints()
                .map(codePoint -> Character.isISOControl(codePoint) ? ' ' : codePoint)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int of(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    /** Ranges that terminals draw two columns wide: East Asian Width W and F of Unicode's UAX #11, in blocks. */
    private static boolean isWide(int codePoint) {
        return between(codePoint, 0x1100, 0x115F)
                || between(codePoint, 0x2E80, 0xA4CF)
                || between(codePoint, 0xAC00, 0xD7A3)
                || between(codePoint, 0xF900, 0xFAFF)
                || between(codePoint, 0xFE30, 0xFE6F)
                || between(codePoint, 0xFF00, 0xFF60)
                || between(codePoint, 0xFFE0, 0xFFE6)
                || between(codePoint, 0x1F300, 0x1FAFF)
                || between(codePoint, 0x20000, 0x3FFFD);
    }

    private static boolean between(int value, int first, int last) {
        return value >= first && value <= last;
    }
}
