/**
 * The engine on whisper.cpp 1.7.1, from the whisper-jni package. The package's own Java API has no token probabilities,
 * no detected language and no abort. So this package binds the bundled {@code libwhisper} with the foreign function and
 * memory API.
 */
@NullMarked
package io.audiostream.transcriber.engine.whispercpp;

import org.jspecify.annotations.NullMarked;
