package io.audiostream.client.cli;

/** Exit codes of the command line. */
enum ExitCode {
    OK(0),
    OTHER(1),
    USAGE(2),
    UNREACHABLE(3),
    REFUSED(4),
    NO_SLOT(5);

    private final int value;

    ExitCode(int value) {
        this.value = value;
    }

    /** The number that the process exits with. */
    int value() {
        return value;
    }
}
