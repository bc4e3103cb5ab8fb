/**
 * The engine on CTranslate2, for models in faster-whisper's format. CTranslate2 has no C interface, so the transcriber
 * adds one (<code>src/main/native</code>, built by <code>dev/native</code>) and binds it with the foreign function and
 * memory API. It works in steps of one layer or a few tokens, so that a decode can stop between two steps. Spectrogram,
 * tokenizer and greedy search are in Java.
 */
@NullMarked
package io.audiostream.transcriber.engine.ctranslate2;

import org.jspecify.annotations.NullMarked;
