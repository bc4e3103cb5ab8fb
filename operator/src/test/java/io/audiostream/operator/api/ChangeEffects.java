package io.audiostream.operator.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the {@link ChangeEffect} of each field of the spec, nested ones included. */
public final class ChangeEffects {

    private ChangeEffects() {}

    /** Returns the effect of each field without fields below it, by path, such as {@code spec.envoy.requestTimeout}. */
    public static Map<String, ChangeEffect.Kind> ofLeaves() {
        var found = new LinkedHashMap<String, ChangeEffect.Kind>();
        collect("spec", TranscriptionServiceSpec.class, Optional.empty(), found);
        return found;
    }

    private static void collect(
            String path, Class<?> spec, Optional<ChangeEffect.Kind> inherited, Map<String, ChangeEffect.Kind> found) {
        for (var component : spec.getRecordComponents()) {
            var below = path + "." + component.getName();
            var effect = effect(component, inherited);
            var nested = nested(component);
            if (nested.isPresent()) {
                collect(below, nested.get(), effect, found);
            } else {
                found.put(below, effect.orElseThrow(() -> missing(below)));
            }
        }
    }

    /** Adds the sentence of its effect to the description of each field that has one. */
    static void describe(JSONSchemaProps spec) {
        describe("spec", spec, TranscriptionServiceSpec.class, Optional.empty());
    }

    private static void describe(
            String path, JSONSchemaProps schema, Class<?> spec, Optional<ChangeEffect.Kind> inherited) {
        for (var component : spec.getRecordComponents()) {
            var below = path + "." + component.getName();
            var effect = effect(component, inherited);
            var property = schema.getProperties().get(component.getName());
            effect.ifPresent(kind -> property.setDescription(describe(below, property.getDescription(), kind)));
            nested(component).ifPresent(nested -> {
                var object = property.getItems() == null
                        ? property
                        : property.getItems().getSchema();
                describe(below, object, nested, effect);
            });
        }
    }

    private static String describe(String path, String description, ChangeEffect.Kind effect) {
        if (description.contains("A change ")) {
            throw new AssertionError("the description of %s states the effect of a change; @ChangeEffect(%s) adds it"
                    .formatted(path, effect));
        }
        return description + " " + effect.sentence();
    }

    private static Optional<ChangeEffect.Kind> effect(
            RecordComponent component, Optional<ChangeEffect.Kind> inherited) {
        return Optional.ofNullable(component.getAnnotation(ChangeEffect.class))
                .map(ChangeEffect::value)
                .or(() -> inherited);
    }

    /** Returns the record of an object, or of the elements of a list of objects. */
    private static Optional<Class<?>> nested(RecordComponent component) {
        var types = component.getGenericType() instanceof ParameterizedType list
                ? Stream.of(list.getActualTypeArguments())
                : Stream.of(component.getType());
        return types.filter(type -> type instanceof Class<?> aClass && aClass.isRecord())
                .<Class<?>>map(type -> (Class<?>) type)
                .findFirst();
    }

    private static AssertionError missing(String path) {
        return new AssertionError(path + " has no @ChangeEffect, and neither has an object that contains it");
    }
}
