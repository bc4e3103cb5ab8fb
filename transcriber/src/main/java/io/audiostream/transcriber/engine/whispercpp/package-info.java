/**
 * The engine over whisper.cpp 1.7.1 as the whisper-jni package ships it. The package's own Java API has no token
 * probabilities, no detected language and no abort, so its bundled {@code libwhisper} is bound with the foreign
 * function and memory API instead.
 */
@NullMarked
package io.audiostream.transcriber.engine.whispercpp;

import org.jspecify.annotations.NullMarked;
