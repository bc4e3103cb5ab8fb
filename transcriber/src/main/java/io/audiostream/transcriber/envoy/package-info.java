/** The administration interface of the Envoy in front of this transcriber. */
@NullMarked
package io.audiostream.transcriber.envoy;

import org.jspecify.annotations.NullMarked;
