package io.audiostream.operator.model;

import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.PodTemplateSpec;
import io.audiostream.operator.api.ReservedNames;
import io.audiostream.operator.api.SpecMessages;
import io.audiostream.operator.api.TemplateSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the additions to the pods of {@code spec.template}. */
final class PodTemplateReader {
    private static final String FIELD = "spec.template.";
    private static final String POD = FIELD + "pod";
    private static final SortedSet<String> VOLUME_SOURCES = new TreeSet<>(Set.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret"));

    private PodTemplateReader() {}

    /**
     * Reads the additions.
     *
     * @param reserved the environment variables that the operator sets
     * @param ownImages whether the resource names all images of the operator's containers
     */
    static PodTemplate read(TemplateSpec template, PodTemplateSpec pod, ReservedVariables reserved, boolean ownImages) {
        var volumes = CoreObjects.readAll(POD + ".volumes", pod.volumes(), Volume.class);
        volumes.forEach(PodTemplateReader::check);
        Objects.requireNonNullElse(pod.volumes(), List.<Map<String, Object>>of())
                .forEach(PodTemplateReader::checkSource);
        volumes.forEach(PodTemplateReader::writeAsStored);
        var scheduling = SchedulingReader.read(POD, pod);
        var additions = new ContainerTemplateReader(volumes, reserved);
        return new PodTemplate(
                MetadataReader.read(POD + ".metadata", pod.metadata()),
                ownImages ? scheduling : scheduling.withProcessors(),
                pullSecrets(pod.imagePullSecrets()),
                SchedulingReader.name(
                        POD + ".serviceAccountName", pod.serviceAccountName(), SpecMessages.SERVICE_ACCOUNT),
                containers(POD + ".initContainers", pod.initContainers(), additions),
                containers(POD + ".containers", pod.containers(), additions),
                volumes,
                additions.read(FIELD + "transcriberContainer", template.transcriberContainer()),
                additions.read(FIELD + "envoyContainer", template.envoyContainer()));
    }

    private static void check(Volume volume) {
        if (ReservedNames.isVolume(volume.getName())) {
            throw new InvalidSpecException(
                    POD + ".volumes", "'" + volume.getName() + "' " + SpecMessages.RESERVED_VOLUME);
        }
    }

    private static void checkSource(Map<String, Object> volume) {
        volume.keySet().stream()
                .filter(field -> !field.equals("name") && !VOLUME_SOURCES.contains(field))
                .findFirst()
                .ifPresent(source -> {
                    throw new InvalidSpecException(
                            POD + ".volumes",
                            "'%s' must not have the source %s: the restricted pod security standard allows only %s. For other"
                                            .formatted(volume.get("name"), source, VOLUME_SOURCES)
                                    + " storage use a persistentVolumeClaim");
                });
    }

    private static void writeAsStored(Volume volume) {
        var emptyDir = volume.getEmptyDir();
        if (emptyDir != null && emptyDir.getSizeLimit() != null) {
            FieldCheck.quantity(POD + ".volumes", "emptyDir.sizeLimit: ", emptyDir.getSizeLimit());
            emptyDir.setSizeLimit(StoredQuantity.ofBytes(emptyDir.getSizeLimit()));
        }
    }

    private static List<String> pullSecrets(@Nullable List<Map<String, Object>> given) {
        var field = POD + ".imagePullSecrets";
        return CoreObjects.readAll(field, given, LocalObjectReference.class).stream()
                .map(secret -> FieldCheck.matches(
                        field, String.valueOf(secret.getName()), Patterns.OBJECT_NAME, SpecMessages.SECRET_NAME))
                .toList();
    }

    private static List<Container> containers(
            String field, @Nullable List<Map<String, Object>> given, ContainerTemplateReader additions) {
        var containers = CoreObjects.readAll(field, given, Container.class);
        containers.stream()
                .map(Container::getName)
                .filter(ReservedNames::isContainer)
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidSpecException(field, "'" + name + "' " + SpecMessages.RESERVED_CONTAINER);
                });
        for (int i = 0; i < containers.size(); i++) {
            var path = field + "[" + i + "]";
            new ExtraContainerCheck(path).check(containers.get(i));
            containers.get(i).getVolumeMounts().forEach(mount -> additions.checkVolume(path + ".volumeMounts", mount));
        }
        return containers;
    }
}
