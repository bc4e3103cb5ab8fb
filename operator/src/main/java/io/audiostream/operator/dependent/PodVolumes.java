package io.audiostream.operator.dependent;

import io.audiostream.operator.api.ImagePullPolicy;
import io.audiostream.operator.model.DesiredModel;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.ModelSource;
import io.audiostream.operator.model.MountedObject;
import io.audiostream.operator.model.PeerSettings;
import io.audiostream.operator.model.Placement;
import io.audiostream.operator.model.SecretMount;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.ImageVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.SecretVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Volumes of the pod and their mounts. */
final class PodVolumes {
    private static final String MODELS = "models";
    private static final String ENVOY = "envoy";
    private static final String SOCKETS = "sockets";
    private static final String TMP = "tmp";
    private static final String PEERS = "peers";

    /** Readable by root and the fsGroup of the pod only. */
    private static final int SECRET_MODE = 0440;

    /** Without an fsGroup the files belong to root alone, and the user of the pod reads them as any user. */
    private static final int SECRET_MODE_WITHOUT_GROUP = 0444;

    private PodVolumes() {}

    static List<Volume> of(DesiredService service) {
        var mode = service.pods().security().fsGroup().isPresent() ? SECRET_MODE : SECRET_MODE_WITHOUT_GROUP;
        var volumes = new ArrayList<>(ofEveryPod(service));
        service.mountedObjects().forEach((mount, object) -> volumes.add(mounted(mount, object, mode)));
        service.spillOver().ifPresent(spillOver -> volumes.add(certificate(spillOver.secretName(), mode)));
        return List.copyOf(volumes);
    }

    private static List<Volume> ofEveryPod(DesiredService service) {
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

    /** Returns the volumes of the pod that fetches a model. */
    static List<Volume> ofModel(DesiredModel model) {
        var volumes = new ArrayList<>(List.of(
                new VolumeBuilder()
                        .withName(MODELS)
                        .withPersistentVolumeClaim(claim(model.claimName(), false))
                        .build(),
                new VolumeBuilder()
                        .withName(TMP)
                        .withEmptyDir(new EmptyDirVolumeSource())
                        .build()));
        var mode = model.security().fsGroup().isPresent() ? SECRET_MODE : SECRET_MODE_WITHOUT_GROUP;
        model.mountedObjects().forEach((mount, object) -> volumes.add(mounted(mount, object, mode)));
        return List.copyOf(volumes);
    }

    /**
     * Mounts a missing object as an empty folder, so that the container {@code check-secrets} can say what is missing.
     */
    private static Volume mounted(SecretMount mount, MountedObject object, int mode) {
        var volume = new VolumeBuilder().withName(mount.folder());
        return switch (object) {
            case MountedObject.Secret secret ->
                volume.withSecret(new SecretVolumeSourceBuilder()
                                .withSecretName(secret.name())
                                .withDefaultMode(mode)
                                .withOptional(true)
                                .build())
                        .build();
            case MountedObject.ConfigMap configMap ->
                volume.withConfigMap(new ConfigMapVolumeSourceBuilder()
                                .withName(configMap.name())
                                .withOptional(true)
                                .build())
                        .build();
        };
    }

    private static Volume certificate(String secretName, int mode) {
        return new VolumeBuilder()
                .withName(PEERS)
                .withSecret(new SecretVolumeSourceBuilder()
                        .withSecretName(secretName)
                        .withDefaultMode(mode)
                        .build())
                .build();
    }

    private static Volume models(ModelSource model) {
        var volume = new VolumeBuilder().withName(MODELS);
        return switch (model) {
            case ModelSource.Download download ->
                download.claim()
                        .map(claim -> volume.withPersistentVolumeClaim(claim(claim, false)))
                        .orElseGet(() -> volume.withEmptyDir(new EmptyDirVolumeSource()))
                        .build();
            case ModelSource.Volume claimed ->
                volume.withPersistentVolumeClaim(claim(claimed.claimName(), true))
                        .build();
            case ModelSource.Shared shared ->
                volume.withPersistentVolumeClaim(claim(shared.claim().orElseThrow(), true))
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

    /** Mounts those of the Secrets that the service has. */
    static List<VolumeMount> secrets(DesiredService service, SecretMount... mounts) {
        var secrets = service.mountedObjects().keySet();
        return Stream.of(mounts)
                .filter(secrets::contains)
                .map(PodVolumes::secret)
                .toList();
    }

    /** Mounts the whole folder, as with {@link #envoyConfig}. */
    private static VolumeMount secret(SecretMount secret) {
        return mount(secret.folder(), secret.below(Placement.POD_SECRETS_FOLDER))
                .withReadOnly(true)
                .build();
    }

    static VolumeMount peerCertificate() {
        return mount(PEERS, PeerSettings.POD_CERTIFICATE_FOLDER)
                .withReadOnly(true)
                .build();
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
