package io.audiostream.client.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.OptionalInt;

/**
 * The command line's standard streams, terminal and clock.
 *
 * @param in standard input
 * @param out standard output: final text
 * @param err standard error: interims, progress and messages
 * @param terminalWidth columns of the terminal on standard error; empty if standard error is not a terminal
 * @param ticker clock
 */
record Environment(InputStream in, PrintStream out, PrintStream err, OptionalInt terminalWidth, Ticker ticker) {}
