package io.audiostream.client.cli;

/** The table of exit codes in the help of the commands. */
final class ExitCodes {

    static final String HEADING = "%nExit codes:%n";
    static final String OK = "0:Success.";
    static final String OTHER = "1:The call failed for a reason not listed below, or the output cannot be written.";
    static final String USAGE = "2:Wrong usage, or an unreadable or existing file.";
    static final String UNREACHABLE = "3:No service answers at the endpoint, or it cannot serve the call now.";
    static final String REFUSED = "4:The service refused the audio, an option or the credentials.";
    static final String NO_SLOT = "5:The service has no capacity for the call now.";
    static final String INTERRUPTED = "130:Ctrl-C.";
    static final String OUTPUT_CLOSED = "141:The reader of standard output has closed it, as 'head' does.";

    private ExitCodes() {}
}
