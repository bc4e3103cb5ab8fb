package io.audiostream.transcriber.audio;

import java.util.Optional;

/** Knows audio containers by their first four bytes. */
final class ContainerSniffer {

    /** How many bytes tell. */
    static final int BYTES = 4;

    private ContainerSniffer() {}

    static boolean isWav(byte[] first) {
        return startsWith(first, 'R', 'I', 'F', 'F');
    }

    /** Name of a container that can't be read here. */
    static Optional<String> otherContainer(byte[] first) {
        if (startsWith(first, 'I', 'D', '3')) {
            return Optional.of("MP3");
        }
        if (startsWith(first, 'f', 'L', 'a', 'C')) {
            return Optional.of("FLAC");
        }
        if (startsWith(first, 'O', 'g', 'g', 'S')) {
            return Optional.of("Ogg");
        }
        if (startsWith(first, 0x1A, 0x45, 0xDF, 0xA3)) {
            return Optional.of("WebM");
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int... magic) {
        for (int i = 0; i < magic.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
