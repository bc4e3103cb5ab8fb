package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.dependent.RouteKindActive;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RouteDependentsTest {

    /** A missing name would make the operator not ready while the API of a route is missing. */
    @Test
    void namesEveryDependentThatTheOperatorMayNotBeAbleToWatch() {
        // given
        var dependents = TranscriptionServiceReconciler.class
                .getAnnotation(Workflow.class)
                .dependents();

        // when
        var optional = Arrays.stream(dependents)
                .filter(dependent -> dependent.activationCondition() == RouteKindActive.class)
                .map(Dependent::name);

        // then
        assertThat(optional).containsExactlyInAnyOrderElementsOf(RouteDependents.NAMES);
    }
}
