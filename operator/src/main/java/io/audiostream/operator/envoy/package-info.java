/** Envoy's configuration: {@code ProxyModel} in, files of typed protobuf messages out, one class a concern. */
@NullMarked
package io.audiostream.operator.envoy;

import org.jspecify.annotations.NullMarked;
