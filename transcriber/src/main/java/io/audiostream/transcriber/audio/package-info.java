/**
 * Decodes clients' audio to 16 kHz mono samples, and finds where speech begins and ends in them. This package has no
 * threads and no input or output, and depends on neither sessions nor engines.
 */
@NullMarked
package io.audiostream.transcriber.audio;

import org.jspecify.annotations.NullMarked;
