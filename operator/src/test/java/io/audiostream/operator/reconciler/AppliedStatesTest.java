package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.dependent.ActiveRouteKinds;
import io.audiostream.operator.dependent.RouteKind;
import io.audiostream.operator.envoy.EnvoyVersion;
import io.audiostream.operator.status.DesiredEnvoy;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AppliedStatesTest {
    private static final ResourceID ID = new ResourceID("minimal", "speech");
    private static final DesiredEnvoy ENVOY = new DesiredEnvoy("config", new EnvoyVersion("a", "b", "c"), "template");
    private static final ActiveRouteKinds NO_ROUTES = new ActiveRouteKinds(Set.of());
    private static final AppliedStates.State STATE = state("uid", 1, Map.of(), "4", "5");

    private final AppliedStates applied = new AppliedStates();

    private static AppliedStates.State state(
            String uid, long generation, Map<String, String> annotations, String... objects) {
        return new AppliedStates.State(uid, generation, Map.of(), annotations, NO_ROUTES, Set.of(objects));
    }

    static AppliedStates.State[] otherStates() {
        return new AppliedStates.State[] {
            state("other", 1, Map.of(), "4", "5"),
            state("uid", 2, Map.of(), "4", "5"),
            state("uid", 1, Map.of("audiostream.io/operator", "a/b"), "4", "5"),
            state("uid", 1, Map.of(), "4", "6"),
            state("uid", 1, Map.of(), "4"),
            new AppliedStates.State(
                    "uid", 1, Map.of(), Map.of(), new ActiveRouteKinds(Set.of(RouteKind.INGRESS)), Set.of("4", "5")),
        };
    }

    @Test
    void knowsTheStateInWhichThereWasNothingToApply() {
        // given
        applied.record(ID, STATE, ENVOY);

        // when / then
        assertThat(applied.envoy(ID, STATE)).hasValue(ENVOY);
    }

    @ParameterizedTest
    @MethodSource("otherStates")
    void knowsNothingOfAnotherState(AppliedStates.State other) {
        // given
        applied.record(ID, STATE, ENVOY);

        // when / then
        assertThat(applied.envoy(ID, other)).isEmpty();
    }

    /** A kind that is missing here would let the operator overlook changes of its objects. */
    @Test
    void looksAtAllKindsThatOperatorApplies() {
        // given
        var applied = Arrays.stream(TranscriptionServiceReconciler.class
                        .getAnnotation(Workflow.class)
                        .dependents())
                .map(Dependent::type)
                .map(type -> ((ParameterizedType) type.getGenericSuperclass()).getActualTypeArguments()[0])
                .toList();

        // when / then
        assertThat(AppliedStates.KINDS.toArray()).containsAll(applied);
    }
}
