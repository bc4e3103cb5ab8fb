package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredModel;
import java.util.Map;
import java.util.TreeMap;

/** Labels of the objects of a {@code TranscriptionModel}. They differ from those of a service with the same name. */
public final class ModelLabels {
    /** The label with the name of the model. */
    public static final String MODEL = "audiostream.io/model";

    /** Selects the pods that fetch models. */
    public static final String POD_SELECTOR = MODEL;

    private ModelLabels() {}

    static Map<String, String> of(DesiredModel model) {
        var labels = new TreeMap<>(ofPod(model));
        labels.put("app.kubernetes.io/managed-by", "audiostream-operator");
        return labels;
    }

    /** Without the label by which the operator watches the pods of services. */
    static Map<String, String> ofPod(DesiredModel model) {
        var labels = new TreeMap<String, String>();
        labels.put("app.kubernetes.io/name", "audiostream-model");
        labels.put("app.kubernetes.io/component", "speech-to-text");
        labels.put("app.kubernetes.io/part-of", "audiostream");
        labels.put(MODEL, model.name());
        return labels;
    }
}
