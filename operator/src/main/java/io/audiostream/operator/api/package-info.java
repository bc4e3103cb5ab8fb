/** The custom resource {@code TranscriptionService} as users write it: records from which the CRD is generated. */
@NullMarked
package io.audiostream.operator.api;

import org.jspecify.annotations.NullMarked;
