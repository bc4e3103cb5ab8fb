/**
 * Audio as numbers: reading what clients send into 16 kHz mono samples, and finding where speech begins and ends in
 * them. Pure: no threads, no input or output, no knowledge of sessions or engines.
 */
@NullMarked
package io.audiostream.transcriber.audio;

import org.jspecify.annotations.NullMarked;
