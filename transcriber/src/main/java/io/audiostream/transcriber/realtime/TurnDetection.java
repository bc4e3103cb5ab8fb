package io.audiostream.transcriber.realtime;

import java.time.Duration;
import java.util.Optional;

/**
 * How the server finds the end of an item.
 *
 * @param type {@code server_vad} or {@code semantic_vad}: both end an item in a pause
 * @param threshold sensitivity that the client wants, 0 to 1. Without effect: the speech detector needs none.
 * @param prefixPaddingMillis audio before speech that the client wants, in ms. Without effect: it is always included.
 * @param silence pause that ends an item; empty for the service's default
 */
record TurnDetection(String type, double threshold, long prefixPaddingMillis, Optional<Duration> silence) {

    static final String SERVER_VAD = "server_vad";
    static final String SEMANTIC_VAD = "semantic_vad";

    static final TurnDetection DEFAULT = new TurnDetection(SERVER_VAD, 0.5, 300, Optional.empty());
}
