/**
 * Who decodes when: slots (the streams that a pod keeps up with) and the decode queue. Sessions take turns, finals go
 * before interims, and an interim that was not yet decoded is replaced by a newer one, so that no queue grows.
 */
@NullMarked
package io.audiostream.transcriber.scheduling;

import org.jspecify.annotations.NullMarked;
