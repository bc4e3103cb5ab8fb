package io.audiostream.client.cli;

/** How the command line ends. */
final class ExitCode {

    static final int OK = 0;
    static final int OTHER = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;
    static final int REFUSED = 4;
    static final int NO_SLOT = 5;

    private ExitCode() {}
}
