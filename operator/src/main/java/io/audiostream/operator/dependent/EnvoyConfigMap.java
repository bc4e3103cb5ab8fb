package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.envoy.EnvoyConfig;
import io.audiostream.operator.envoy.EnvoyVersion;
import io.audiostream.operator.envoy.RenderCache;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.ProxyModel;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.Matcher.Result;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/**
 * Envoy's configuration files. The name contains a hash of the bootstrap, which Envoy reads only at start. A changed
 * bootstrap thus goes to a ConfigMap of its own: new pods mount it, and older pods keep the one they started with. The
 * other files change in place, because Envoy reloads them without closing a stream.
 */
@KubernetesDependent(informer = @Informer(labelSelector = Labels.SELECTOR))
public final class EnvoyConfigMap extends TranscriptionServiceDependent<ConfigMap> {
    private static final String SUFFIX = "-envoy";

    /** More than the reconciles that run at once. */
    private static final int MAX_RENDERED = 12;

    /**
     * One reconcile needs the same configuration many times: the ConfigMap, its name in the pod template, and its
     * version in the status.
     */
    private static final RenderCache<ProxyModel, EnvoyConfig> CONFIGS =
            new RenderCache<>(EnvoyConfig::of, MAX_RENDERED);

    @Override
    ConfigMap render(DesiredService service) {
        return new ConfigMapBuilder()
                .withMetadata(metadata(service, name(service)))
                .withData(config(service).files())
                .build();
    }

    /**
     * Compares digests, because the informer keeps digests of the files alone: their text is most of what it would keep
     * of a resource.
     */
    @Override
    public Result<ConfigMap> match(
            ConfigMap actual, ConfigMap desired, TranscriptionService resource, Context<TranscriptionService> context) {
        var digested = new ConfigMapBuilder(desired)
                .withData(DataDigests.of(desired.getData()))
                .build();
        return Result.computed(super.match(actual, digested, resource, context).matched(), desired);
    }

    /** Returns the name for the current bootstrap, such as {@code speech-envoy-0123456789}. */
    public static String name(DesiredService service) {
        return service.name() + SUFFIX + "-" + version(service).bootstrap();
    }

    /** Returns the version of the configuration. */
    public static EnvoyVersion version(DesiredService service) {
        return config(service).version();
    }

    /** Whether an object's name is that of a configuration of the service, of any version. */
    public static boolean isNameOf(String serviceName, String name) {
        return name.startsWith(serviceName + SUFFIX)
                && name.substring((serviceName + SUFFIX).length()).matches("(-[0-9a-f]{10})?");
    }

    private static EnvoyConfig config(DesiredService service) {
        return CONFIGS.of(ProxyModel.inPod(service));
    }
}
