/**
 * Common behaviour of the three command lines ({@code audiostream}, {@code audiostream-operator} and
 * {@code audiostream-transcriber}): usage errors, failures, durations and the version line.
 */
@NullMarked
package io.audiostream.commandline;

import org.jspecify.annotations.NullMarked;
