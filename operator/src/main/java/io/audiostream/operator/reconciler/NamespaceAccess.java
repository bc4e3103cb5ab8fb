package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;
import java.lang.reflect.ParameterizedType;
import java.net.HttpURLConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the API server whether the operator may list every kind that its informers watch. */
final class NamespaceAccess {
    private static final ListOptions ONE =
            new ListOptionsBuilder().withLimit(1L).build();
    private static final List<Class<? extends HasMetadata>> KINDS = Stream.concat(
                    Stream.of(TranscriptionService.class, TranscriptionModel.class, Pod.class), dependentKinds())
            .toList();

    private final KubernetesClient client;

    NamespaceAccess(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Returns the refusal of the API server, such as for a namespace that does not exist: no Role in it grants the
     * permission.
     *
     * @throws KubernetesClientException if the API server fails for another reason
     */
    Optional<KubernetesClientException> refusal(String namespace) {
        return refusal(() -> KINDS.forEach(
                kind -> client.resources(kind).inNamespace(namespace).list(ONE)));
    }

    /** As {@link #refusal(String)}, for one kind only, which is enough to notice that a Role was deleted. */
    Optional<KubernetesClientException> refusalOfResources(String namespace) {
        return refusal(() -> client.resources(TranscriptionService.class)
                .inNamespace(namespace)
                .list(ONE));
    }

    /** As {@link #refusal(String)}, for all namespaces at once. */
    Optional<KubernetesClientException> refusalInAnyNamespace() {
        return refusal(() ->
                KINDS.forEach(kind -> client.resources(kind).inAnyNamespace().list(ONE)));
    }

    private static Optional<KubernetesClientException> refusal(Runnable request) {
        try {
            request.run();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return Optional.of(e);
            }
            throw e;
        }
    }

    /** The kinds of the reconciler's dependents, except those that it watches only where the cluster has them. */
    private static Stream<Class<? extends HasMetadata>> dependentKinds() {
        return Stream.of(TranscriptionServiceReconciler.class, TranscriptionModelReconciler.class)
                .flatMap(reconciler ->
                        Arrays.stream(reconciler.getAnnotation(Workflow.class).dependents()))
                .filter(dependent -> dependent.activationCondition() == Condition.class)
                .<Class<? extends HasMetadata>>map(NamespaceAccess::kind)
                .distinct();
    }

    private static Class<? extends HasMetadata> kind(Dependent dependent) {
        var parent = (ParameterizedType) dependent.type().getGenericSuperclass();
        return ((Class<?>) parent.getActualTypeArguments()[0]).asSubclass(HasMetadata.class);
    }
}
