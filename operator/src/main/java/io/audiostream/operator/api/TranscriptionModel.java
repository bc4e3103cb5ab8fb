package io.audiostream.operator.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A model on a volume of the cluster, fetched once and verified. Services of the namespace name it in
 * {@code spec.model.ref}.
 *
 * <p>The name of the resource becomes a part of the names of its objects, so the schema restricts it.
 */
@Group("audiostream.io")
@Version("v1alpha1")
@ShortNames("tmodel")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Bytes", jsonPath = ".status.bytes", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Used-By", jsonPath = ".status.usedBy", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@ValidationRule(
        value = "self.metadata.name.matches('" + Patterns.TRANSCRIPTION_MODEL_NAME + "')",
        message = SpecMessages.TRANSCRIPTION_MODEL_NAME)
public class TranscriptionModel extends CustomResource<TranscriptionModelSpec, TranscriptionModelStatus>
        implements Namespaced {}
