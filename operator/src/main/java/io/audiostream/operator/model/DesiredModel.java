package io.audiostream.operator.model;

import io.audiostream.operator.api.EngineName;
import io.audiostream.operator.api.ModelTemplateSpec;
import io.audiostream.operator.api.PodTemplateSpec;
import io.audiostream.operator.api.SpecMessages;
import io.audiostream.operator.api.TranscriptionModel;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The desired state of a {@code TranscriptionModel} as one immutable value.
 *
 * @param name name of the resource
 * @param namespace namespace of the resource
 * @param source files to fetch
 * @param size size of the claim
 * @param storageClass storage class of the claim; empty: that of the cluster
 * @param accessModes access modes of the claim
 * @param image image of the transcriber
 * @param resources requests and limits of the container that fetches
 * @param template additions to the pod that fetches
 * @param security user and groups of the pod that fetches
 */
public record DesiredModel(
        String name,
        String namespace,
        ModelSource.Download source,
        Quantity size,
        Optional<String> storageClass,
        List<String> accessModes,
        String image,
        Resources resources,
        PodTemplate template,
        PodSecurity security) {

    /** Name of the file with the result of the fetch, which becomes the termination message of the container. */
    public static final String RESULT_FILE = "/dev/termination-log";

    private static final List<String> DEFAULT_ACCESS_MODES = List.of("ReadWriteOnce");

    /**
     * Reads a resource.
     *
     * @throws InvalidSpecException when a field is invalid
     */
    public static DesiredModel of(TranscriptionModel resource, Defaults defaults) {
        UnreadableSpec.refuse(resource);
        var spec = resource.getSpec();
        if (spec == null
                || spec.model() == null
                || spec.storage() == null
                || spec.storage().size() == null) {
            throw new InvalidSpecException("spec", "is incomplete: write spec.model and spec.storage.size");
        }
        var source = ModelReader.read(spec.model(), EngineName.AUTO, defaults);
        if (!(source instanceof ModelSource.Download download)
                || download.cache().isPresent()) {
            throw new InvalidSpecException("spec.model", SpecMessages.FETCHED_MODEL);
        }
        var pod = pod(spec.template());
        return new DesiredModel(
                Objects.requireNonNull(resource.getMetadata().getName()),
                Objects.requireNonNullElse(resource.getMetadata().getNamespace(), ""),
                download,
                StoredQuantity.ofBytes(spec.storage().size()),
                Optional.ofNullable(spec.storage().storageClassName()),
                List.copyOf(Objects.requireNonNullElse(spec.storage().accessModes(), DEFAULT_ACCESS_MODES)),
                FieldCheck.image("spec.image", spec.image(), defaults.images().transcriber()),
                ResourcesReader.transcriber(spec.resources()),
                PodTemplateReader.read(
                        PodSettingsReader.NO_TEMPLATE, pod, ReservedVariables.NONE, spec.image() != null),
                PodSecurityReader.read(pod, defaults.userIds()));
    }

    private static PodTemplateSpec pod(@Nullable ModelTemplateSpec template) {
        return template == null || template.pod() == null
                ? PodSettingsReader.NO_POD
                : template.pod().ofService();
    }

    /** Returns the name of the claim with the model of this name. */
    public static String claimName(String model) {
        return model + "-model";
    }

    /** Returns the name of the claim. */
    public String claimName() {
        return claimName(name);
    }

    /** Returns the name of the Job that fetches the model. */
    public String jobName() {
        return name + "-fetch-model";
    }

    /** Returns the Secrets and ConfigMaps that the pod mounts. */
    public SortedMap<SecretMount, MountedObject> mountedObjects() {
        return source.access().objects();
    }

    /** Returns the arguments of the transcriber program that fetches the model. */
    public List<String> fetchArguments() {
        var arguments = new ArrayList<>(List.of("fetch-model"));
        var model = Placement.POD_MODEL_FOLDER + "/" + ModelSource.Shared.PATH;
        for (var file : source.files()) {
            arguments.addAll(List.of("--uri", file.uri(), "--sha256", file.sha256()));
            arguments.addAll(List.of("--file", file.pathBelow(model)));
        }
        arguments.addAll(source.access().fetchArguments(Placement.POD_SECRETS_FOLDER));
        arguments.addAll(List.of("--result", RESULT_FILE));
        return List.copyOf(arguments);
    }
}
