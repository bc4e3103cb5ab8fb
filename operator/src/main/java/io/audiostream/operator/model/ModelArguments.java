package io.audiostream.operator.model;

import java.util.ArrayList;
import java.util.List;

/** The options of the transcriber that identify its model. They tell which model a pod loads. */
public final class ModelArguments {
    private static final String NAME = "--model-name";
    private static final String SHA256 = "--model-sha256";

    private ModelArguments() {}

    static List<String> of(ModelSource model) {
        var arguments = new ArrayList<>(List.of(NAME, model.name()));
        model.sha256().ifPresent(sha256 -> arguments.addAll(List.of(SHA256, sha256)));
        return List.copyOf(arguments);
    }

    /** Returns those options of a command line that identify the model, with their values. */
    public static List<String> in(List<String> arguments) {
        var found = new ArrayList<String>();
        for (var option : List.of(NAME, SHA256)) {
            var index = arguments.indexOf(option);
            if (index >= 0 && index + 1 < arguments.size()) {
                found.addAll(arguments.subList(index, index + 2));
            }
        }
        return List.copyOf(found);
    }

    /** Returns whether a transcriber with this command line loads the model. */
    public static boolean areOf(ModelSource model, List<String> arguments) {
        return of(model).equals(in(arguments));
    }
}
