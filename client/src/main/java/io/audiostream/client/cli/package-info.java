/** The {@code audiostream} command line. Pure functions render its output; clock and streams are injected. */
@NullMarked
package io.audiostream.client.cli;

import org.jspecify.annotations.NullMarked;
