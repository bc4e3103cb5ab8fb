/** The HTTP server: transcriptions of recordings in the format of OpenAI's API, and health for Kubernetes. */
@NullMarked
package io.audiostream.transcriber.http;

import org.jspecify.annotations.NullMarked;
