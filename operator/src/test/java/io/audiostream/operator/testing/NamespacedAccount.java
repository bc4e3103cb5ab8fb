package io.audiostream.operator.testing;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** A service account of an operator with a Role in some namespaces, and no rights elsewhere. */
public final class NamespacedAccount {
    private static final String NAME = "operator-under-test";

    private final KubernetesClient client;
    private final ServiceAccount account;

    public NamespacedAccount(KubernetesClient client, String namespace) {
        this.client = client;
        this.account = client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withNamespace(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Content of a kubeconfig file with a token of the account. */
    public String kubeconfig() {
        var token = client.serviceAccounts()
                .resource(account)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: test, cluster: {server: "%s", certificate-authority: "%s"}}]
                users: [{name: test, user: {token: "%s"}}]
                contexts: [{name: test, context: {cluster: test, user: test}}]
                current-context: test
                """.formatted(
                        client.getConfiguration().getMasterUrl(),
                        client.getConfiguration().getCaCertFile(),
                        token);
    }

    /** Grants what the operator needs for Ingresses, which {@link #allow} does not. */
    public void allowIngresses(String namespace) {
        create(namespace, NAME + "-routes", rule("networking.k8s.io", "ingresses"));
        bind(namespace, NAME + "-routes", "Role", NAME + "-routes");
    }

    private void create(String namespace, String name, PolicyRule... rules) {
        client.resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withRules(rules)
                        .build())
                .create();
    }

    /** Creates the Role and its binding, as a namespace that exists has them. */
    public void allow(String namespace) {
        create(
                namespace,
                NAME,
                rule(
                        "audiostream.io",
                        "transcriptionservices",
                        "transcriptionservices/status",
                        "transcriptionservices/scale",
                        "transcriptionmodels",
                        "transcriptionmodels/status"),
                rule("", "configmaps", "services", "serviceaccounts", "pods", "events", "persistentvolumeclaims"),
                // The operator can read no Secret.
                new PolicyRuleBuilder(rule("", "secrets")).withVerbs("create").build(),
                rule("apps", "deployments"),
                rule("batch", "jobs"),
                rule("policy", "poddisruptionbudgets"),
                rule("autoscaling", "horizontalpodautoscalers"));
        bind(namespace, NAME, "Role", NAME);
    }

    /** Binds the account to a ClusterRole in the namespace. */
    public void bindClusterRole(String namespace, String role) {
        bind(namespace, NAME + "-" + role.replace(':', '-'), "ClusterRole", role);
    }

    private void bind(String namespace, String name, String kind, String role) {
        client.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", kind, role)
                        .addNewSubject()
                        .withKind("ServiceAccount")
                        .withName(NAME)
                        .withNamespace(account.getMetadata().getNamespace())
                        .endSubject()
                        .build())
                .create();
    }

    /** Deletes the binding, as the deletion of a namespace does. */
    public void forbid(String namespace) {
        client.rbac().roleBindings().inNamespace(namespace).withName(NAME).delete();
    }

    private static PolicyRule rule(String group, String... resources) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(List.of(resources))
                .withVerbs("*")
                .build();
    }
}
