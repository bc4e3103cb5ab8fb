/**
 * The custom resource {@code TranscriptionService} as users write it. The CRD is generated from these records and their
 * annotations.
 */
@NullMarked
package io.audiostream.operator.api;

import org.jspecify.annotations.NullMarked;
