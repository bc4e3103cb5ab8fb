package io.audiostream.operator.dependent;

import io.audiostream.operator.envoy.EnvoyConfig;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.ProcessArguments;
import io.audiostream.operator.model.ProxyModel;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Envoy's configuration files. Envoy watches them, so every change but one of the bootstrap needs no restart. */
@KubernetesDependent(informer = @Informer(labelSelector = Labels.SELECTOR))
public final class EnvoyConfigMap extends TranscriptionServiceDependent<ConfigMap> {

    @Override
    ConfigMap render(DesiredService service) {
        return new ConfigMapBuilder()
                .withMetadata(metadata(service, name(service)))
                .withData(files(service))
                .build();
    }

    static String name(DesiredService service) {
        return service.name() + "-envoy";
    }

    /** Returns the SHA-256 of the bootstrap file, 64 hex digits. */
    static String bootstrapChecksum(DesiredService service) {
        var bootstrap = files(service).getOrDefault(ProcessArguments.BOOTSTRAP_FILE, "");
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(bootstrap.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Map<String, String> files(DesiredService service) {
        return EnvoyConfig.of(ProxyModel.of(service, service.inPod())).files();
    }
}
