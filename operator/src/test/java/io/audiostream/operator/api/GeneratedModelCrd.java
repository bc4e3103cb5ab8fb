package io.audiostream.operator.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/** Generates the CRD of TranscriptionModel, as {@link GeneratedCrd} does for TranscriptionService. */
final class GeneratedModelCrd {
    private static final List<String> COLUMNS = List.of("Phase", "Bytes", "Used-By", "Age");

    private GeneratedModelCrd() {}

    static String yaml() {
        return GeneratedCrd.HEADER + Serialization.asYaml(definition()).replaceFirst("^---\n", "");
    }

    static CustomResourceDefinition definition() {
        var crd = GeneratedCrd.generate(TranscriptionModel.class);
        crd.getSpec().getVersions().forEach(GeneratedModelCrd::complete);
        return crd;
    }

    private static void complete(CustomResourceDefinitionVersion version) {
        GeneratedCrd.sortColumns(version, COLUMNS);
        var root = version.getSchema().getOpenAPIV3Schema();
        root.setDescription("A model on a volume of the cluster. The operator fetches it once and checks its checksum."
                + " TranscriptionServices of the namespace name it in spec.model.ref. One that is in use is deleted only"
                + " once no service names it.");
        root.setRequired(List.of("spec"));
        root.getProperties().get("spec").setDescription("Desired state.");
        CoreObjectSchemas.write(root.getProperties().get("spec"), TranscriptionModelSpec.class);
        var status = root.getProperties().get("status");
        status.setDescription("Observed state.");
        GeneratedCrd.completeConditions(status);
        GeneratedCrd.sortPresets(root);
        GeneratedCrd.correct(root);
    }
}
