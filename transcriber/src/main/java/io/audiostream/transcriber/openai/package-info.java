/** What OpenAI's HTTP API and its Realtime protocol share: errors, names of models and objects in JSON. */
@NullMarked
package io.audiostream.transcriber.openai;

import org.jspecify.annotations.NullMarked;
