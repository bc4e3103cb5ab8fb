package io.audiostream.client.cli;

/** How many columns of a terminal text takes, and text that fits into some. */
final class DisplayWidth {

    private static final String ELLIPSIS = "…";

    private DisplayWidth() {}

    static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** The end of a text, as new words come there; an ellipsis stands for what is left out. */
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

    /** Text without what a terminal would obey instead of show. */
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

    /** The scripts that terminals draw two columns wide: Unicode's East Asian Width of "wide" and "fullwidth". */
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
