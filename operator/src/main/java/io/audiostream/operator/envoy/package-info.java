/** Renders Envoy's configuration from a {@code ProxyModel} as typed protobuf messages, with one class per concern. */
@NullMarked
package io.audiostream.operator.envoy;

import org.jspecify.annotations.NullMarked;
