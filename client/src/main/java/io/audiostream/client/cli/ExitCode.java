package io.audiostream.client.cli;

/** Exit codes of the command line. */
enum ExitCode {
    OK(0),
    /** The call failed for a reason without a code of its own. */
    OTHER(1),
    /** The command line is invalid, or a file cannot be read. */
    USAGE(2),
    /** No service answers, or it cannot serve the call now. */
    UNREACHABLE(3),
    /** The service refused the audio or an option. */
    REFUSED(4),
    /** The service has no free slot or memory for the call. */
    NO_SLOT(5),
    /** The user ended the command: 128 and the number of SIGINT, as shells report it. */
    INTERRUPTED(130),
    /** The reader of standard output closed it: 128 and the number of SIGPIPE, as shells report it. */
    OUTPUT_CLOSED(141),
    /** Standard output cannot be written for another reason, such as a full disk. */
    OUTPUT_FAILED(1);

    private final int value;

    ExitCode(int value) {
        this.value = value;
    }

    /** Returns whether the user, a program in the user's pipe or a full disk has ended the whole run. */
    boolean endsRun() {
        return this == INTERRUPTED || this == OUTPUT_CLOSED || this == OUTPUT_FAILED;
    }

    /** The number that the process exits with. */
    int value() {
        return value;
    }
}
