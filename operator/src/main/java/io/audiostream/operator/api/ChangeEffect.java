package io.audiostream.operator.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * States what a change of a field does to running pods. {@code dev/regenerate} adds the sentence to the description of
 * the field, and the field to {@code docs/configuration-changes.md}. On a nested spec it holds for each field of it
 * that has no annotation of its own. {@code ChangeEffectTest} compares it with what the operator renders.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ChangeEffect {

    Kind value();

    /** The effects, from the mildest to the strongest. */
    enum Kind {
        /** Envoy reloads its routes or clusters, or Kubernetes changes the number of pods. No pod is replaced. */
        LIVE("Live", "A change is live."),

        /** Envoy's listener or bootstrap changes. Pods with the new one replace the others. */
        DRAIN("Drain", "A change drains the pods, one after the other."),

        /** A container or volume changes. Pods with the new one replace the others. */
        RESTART("Restart", "A change restarts the pods, one after the other.");

        private final String text;
        private final String sentence;

        Kind(String text, String sentence) {
            this.text = text;
            this.sentence = sentence;
        }

        /** Returns the name as the status shows it. */
        public String text() {
            return text;
        }

        /** Returns the sentence in descriptions of fields. */
        public String sentence() {
            return sentence;
        }
    }
}
