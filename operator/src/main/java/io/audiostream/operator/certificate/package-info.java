/** Creates certificates. */
@NullMarked
package io.audiostream.operator.certificate;

import org.jspecify.annotations.NullMarked;
