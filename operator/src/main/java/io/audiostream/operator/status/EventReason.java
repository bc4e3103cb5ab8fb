package io.audiostream.operator.status;

/** The reason of an Event: a {@link Transition}, or the {@link Reason} of the problem that the Event reports. */
public sealed interface EventReason permits EventReason.Transition, Reason {

    /** One CamelCase word, as {@code kubectl describe} shows it. */
    String text();

    /** Transitions of a resource that are not problems of their own. */
    enum Transition implements EventReason {
        /** The operator created the objects of the resource. */
        CREATED("Created"),

        /** A rollout started. */
        ROLLING_OUT("RollingOut"),

        /** The first pod became ready. */
        SERVING("Serving"),

        /** No pod is ready any more. */
        NOT_SERVING("NotServing"),

        /** Another operator looks after the resource. */
        OTHER_OPERATOR("OtherOperator"),

        /** A model is fetched and verified. */
        FETCHED("Fetched"),

        /** A model was deleted while services use it. */
        IN_USE("InUse"),

        /** Autoscaling was removed, and the number of pods stays. */
        REPLICAS_KEPT("ReplicasKept"),

        /** The problem that an earlier Event reported is resolved. */
        RECOVERED("Recovered");

        private final String text;

        Transition(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }
    }
}
