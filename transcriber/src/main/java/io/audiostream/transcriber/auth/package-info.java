/** Authorizes calls for Envoy: API keys, and tokens that Envoy has verified. */
@NullMarked
package io.audiostream.transcriber.auth;

import org.jspecify.annotations.NullMarked;
