/** The HTTP side: simple calls in the shape of OpenAI's API, and health for Kubernetes. */
@NullMarked
package io.audiostream.transcriber.http;

import org.jspecify.annotations.NullMarked;
