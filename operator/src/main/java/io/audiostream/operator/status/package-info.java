/** What the status of a resource says, from what was observed: pure, no Kubernetes client. */
@NullMarked
package io.audiostream.operator.status;

import org.jspecify.annotations.NullMarked;
