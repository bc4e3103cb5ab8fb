/**
 * The engine over CTranslate2, whose models are faster-whisper's folders. CTranslate2 itself has no C interface; a
 * small one of our own (<code>src/main/native</code>, built by <code>dev/native</code>) is bound with the foreign
 * function and memory API. It works in steps, a layer or a token at a time, so that a decode can stop between any two.
 * Spectrogram, vocabulary and the rules of decoding are here, in Java.
 */
@NullMarked
package io.audiostream.transcriber.engine.ctranslate2;

import org.jspecify.annotations.NullMarked;
