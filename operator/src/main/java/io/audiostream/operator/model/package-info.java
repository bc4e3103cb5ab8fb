/**
 * The desired state of a resource, validated and with every default filled in. This package does not use a Kubernetes
 * client.
 */
@NullMarked
package io.audiostream.operator.model;

import org.jspecify.annotations.NullMarked;
