package io.audiostream.operator.envoy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Adds a random part to the maximum age of each connection. Clients that connected together, such as after a rollout,
 * would otherwise connect again together.
 *
 * <p>Envoy has the field since 1.39. The protobuf classes are older and lack it, so this class adds it to the text,
 * beside each field of the age.
 */
final class ConnectionAgeJitter {
    /** Largest random part, in percent of the age. */
    private static final int PERCENT = 10;

    static final String AGE = "max_connection_duration";
    static final String JITTER = AGE + "_jitter";

    private ConnectionAgeJitter() {}

    /** Changes the tree, and returns it. */
    static JsonNode addTo(JsonNode tree) {
        if (tree instanceof ObjectNode object && object.has(AGE)) {
            object.putObject(JITTER).put("value", PERCENT);
        }
        tree.forEach(ConnectionAgeJitter::addTo);
        return tree;
    }
}
