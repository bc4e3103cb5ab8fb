/** Secrets and ConfigMaps that the kubelet mounts as folders. */
@NullMarked
package io.audiostream.transcriber.secrets;

import org.jspecify.annotations.NullMarked;
