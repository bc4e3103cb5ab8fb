package io.audiostream.operator.reconciler;

import io.javaoperatorsdk.operator.Operator;

/** Whether the operator watches everything that each resource needs. */
public final class OperatorReadiness {
    private OperatorReadiness() {}

    /**
     * Returns whether all informers work, except those of routes: an administrator can remove the API or the rights of
     * routes, and the resources that ask for routes then report it.
     */
    public static boolean isReady(Operator operator) {
        return operator.getRuntimeInfo().unhealthyEventSources().values().stream()
                .flatMap(sources -> sources.keySet().stream())
                .allMatch(RouteDependents.NAMES::contains);
    }
}
