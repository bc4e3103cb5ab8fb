package io.audiostream.client.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.OptionalInt;

/**
 * What the command line meets outside itself.
 *
 * @param in standard input
 * @param out standard output: final text
 * @param err standard error: interims, progress and messages
 * @param terminalWidth columns of the terminal that standard error goes to; empty when it goes elsewhere
 * @param ticker time
 */
record Environment(InputStream in, PrintStream out, PrintStream err, OptionalInt terminalWidth, Ticker ticker) {}
