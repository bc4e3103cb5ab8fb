/** What a resource asks for, validated and with every default filled in; knows nothing of Kubernetes clients. */
@NullMarked
package io.audiostream.operator.model;

import org.jspecify.annotations.NullMarked;
