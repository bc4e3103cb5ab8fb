/** The {@code audiostream} command line. What it prints is made by pure functions; time and streams are passed in. */
@NullMarked
package io.audiostream.client.cli;

import org.jspecify.annotations.NullMarked;
