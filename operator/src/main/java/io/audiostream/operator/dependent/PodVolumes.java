package io.audiostream.operator.dependent;

import io.audiostream.operator.api.ImagePullPolicy;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.ModelSource;
import io.audiostream.operator.model.Placement;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.ImageVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;

/** Volumes of the pod and their mounts. */
final class PodVolumes {
    private static final String MODELS = "models";
    private static final String ENVOY = "envoy";
    private static final String SOCKETS = "sockets";
    private static final String TMP = "tmp";

    private PodVolumes() {}

    static List<Volume> of(DesiredService service) {
        return List.of(
                models(service.model()),
                new VolumeBuilder()
                        .withName(ENVOY)
                        .withConfigMap(new ConfigMapVolumeSourceBuilder()
                                .withName(EnvoyConfigMap.name(service))
                                .build())
                        .build(),
                new VolumeBuilder()
                        .withName(SOCKETS)
                        .withEmptyDir(new EmptyDirVolumeSource())
                        .build(),
                new VolumeBuilder()
                        .withName(TMP)
                        .withEmptyDir(new EmptyDirVolumeSource())
                        .build());
    }

    private static Volume models(ModelSource model) {
        var volume = new VolumeBuilder().withName(MODELS);
        return switch (model) {
            case ModelSource.Download download ->
                download.cacheClaim()
                        .map(claim -> volume.withPersistentVolumeClaim(claim(claim, false)))
                        .orElseGet(() -> volume.withEmptyDir(new EmptyDirVolumeSource()))
                        .build();
            case ModelSource.Volume claimed ->
                volume.withPersistentVolumeClaim(claim(claimed.claimName(), true))
                        .build();
            case ModelSource.Image image ->
                volume.withImage(new ImageVolumeSource(
                                image.pullPolicy().map(ImagePullPolicy::text).orElse(null), image.reference()))
                        .build();
        };
    }

    private static PersistentVolumeClaimVolumeSource claim(String name, boolean readOnly) {
        return new PersistentVolumeClaimVolumeSource(name, readOnly);
    }

    /** Mounts the whole folder: a file mounted by subPath would not receive changes of the ConfigMap. */
    static VolumeMount envoyConfig() {
        return mount(ENVOY, Placement.POD_ENVOY_FOLDER).withReadOnly(true).build();
    }

    /** Holds the socket of Envoy's administration interface, which only the containers of the pod reach. */
    static VolumeMount sockets() {
        return mount(SOCKETS, Placement.POD_SOCKET_FOLDER).build();
    }

    static VolumeMount readableModels() {
        return mount(MODELS, Placement.POD_MODEL_FOLDER).withReadOnly(true).build();
    }

    static VolumeMount writableModels() {
        return mount(MODELS, Placement.POD_MODEL_FOLDER).build();
    }

    /** Holds native libraries, which the transcriber unpacks at start. */
    static VolumeMount tmp() {
        return mount(TMP, "/tmp").build();
    }

    private static VolumeMountBuilder mount(String volume, String path) {
        return new VolumeMountBuilder().withName(volume).withMountPath(path);
    }
}
