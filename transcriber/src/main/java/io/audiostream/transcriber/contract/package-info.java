/** Maps the messages of the contract to sessions and their results to messages. Knows no transport. */
@NullMarked
package io.audiostream.transcriber.contract;

import org.jspecify.annotations.NullMarked;
