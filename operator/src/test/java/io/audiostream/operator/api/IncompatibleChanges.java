package io.audiostream.operator.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds what a version of a CRD refuses, drops or reads differently although an earlier version accepts it. A resource
 * that a user has applied to the earlier version may then be refused, or lose a field without a message.
 */
final class IncompatibleChanges {
    private final List<String> found = new ArrayList<>();
    private final List<NewRule> rules = new ArrayList<>();

    private IncompatibleChanges() {}

    /**
     * A CEL rule that the earlier version does not have at this path.
     *
     * @param path the version and the fields, as {@code v1alpha1 spec.replicas}
     */
    record NewRule(String path, String rule) {
        @Override
        public String toString() {
            return path + ": new rule " + rule;
        }
    }

    /** Compares two versions of a CRD. */
    static IncompatibleChanges between(CustomResourceDefinition before, CustomResourceDefinition now) {
        var changes = new IncompatibleChanges();
        changes.report("scope", before.getSpec().getScope(), now.getSpec().getScope());
        changes.report(
                "kind",
                before.getSpec().getNames().getKind(),
                now.getSpec().getNames().getKind());
        changes.report(
                "plural",
                before.getSpec().getNames().getPlural(),
                now.getSpec().getNames().getPlural());
        before.getSpec().getVersions().stream()
                .filter(CustomResourceDefinitionVersion::getServed)
                .forEach(version -> changes.compareVersion(version, now));
        return changes;
    }

    /** Every incompatible change but new rules, one a line. */
    List<String> found() {
        return List.copyOf(found);
    }

    /** The new CEL rules of fields that the earlier version has. */
    List<NewRule> newRules() {
        return List.copyOf(rules);
    }

    private void compareVersion(CustomResourceDefinitionVersion before, CustomResourceDefinition crd) {
        var name = before.getName();
        var now = crd.getSpec().getVersions().stream()
                .filter(version -> version.getName().equals(name) && version.getServed())
                .findFirst();
        if (now.isEmpty()) {
            found.add("version " + name + " is no longer served");
            return;
        }
        if (before.getSubresources() != null) {
            var subresources = now.get().getSubresources();
            if (before.getSubresources().getStatus() != null
                    && (subresources == null || subresources.getStatus() == null)) {
                found.add(name + ": the subresource status is gone");
            }
            if (before.getSubresources().getScale() != null
                    && (subresources == null || subresources.getScale() == null)) {
                found.add(name + ": the subresource scale is gone");
            }
        }
        compare(
                name,
                before.getSchema().getOpenAPIV3Schema(),
                now.get().getSchema().getOpenAPIV3Schema());
    }

    private void compare(String path, JSONSchemaProps before, JSONSchemaProps now) {
        report(path + ": type", type(before), type(now));
        report(path + ": list type", before.getXKubernetesListType(), now.getXKubernetesListType());
        report(path + ": list keys", before.getXKubernetesListMapKeys(), now.getXKubernetesListMapKeys());
        if (isSet(before.getXKubernetesPreserveUnknownFields()) && !isSet(now.getXKubernetesPreserveUnknownFields())) {
            found.add(path + ": unknown fields are dropped");
        }
        if (isSet(before.getNullable()) && !isSet(now.getNullable())) {
            found.add(path + ": null is refused");
        }
        SchemaLimits.tightened(before, now).forEach(change -> found.add(path + ": " + change));
        compareEnum(path, before, now);
        compareRequired(path, before, now);
        compareRules(path, before, now);
        compareChildren(path, before, now);
    }

    private void compareEnum(String path, JSONSchemaProps before, JSONSchemaProps now) {
        if (now.getEnum().isEmpty()) {
            return;
        }
        if (before.getEnum().isEmpty()) {
            found.add(path + ": only " + now.getEnum() + " is accepted");
        }
        before.getEnum().stream()
                .filter(value -> !now.getEnum().contains(value))
                .forEach(value -> found.add(path + ": the value " + value + " is gone"));
    }

    private void compareRequired(String path, JSONSchemaProps before, JSONSchemaProps now) {
        var added = new HashSet<>(now.getRequired());
        before.getRequired().forEach(added::remove);
        added.stream()
                // The API server fills in a default before it looks for required fields.
                .filter(name -> now.getProperties().get(name).getDefault() == null)
                .sorted()
                .forEach(name -> found.add(path + "." + name + ": is required"));
    }

    private void compareRules(String path, JSONSchemaProps before, JSONSchemaProps now) {
        var known = before.getXKubernetesValidations().stream()
                .map(ValidationRule::getRule)
                .toList();
        now.getXKubernetesValidations().stream()
                .map(ValidationRule::getRule)
                .filter(rule -> !known.contains(rule))
                .forEach(rule -> rules.add(new NewRule(path, rule)));
    }

    private void compareChildren(String path, JSONSchemaProps before, JSONSchemaProps now) {
        properties(before).forEach((name, property) -> {
            var below = path + (path.contains(" ") ? "." : " ") + name;
            var left = properties(now).get(name);
            if (left == null) {
                found.add(below + ": is gone");
            } else {
                compare(below, property, left);
            }
        });
        if (before.getItems() != null && now.getItems() != null) {
            compare(path + "[]", before.getItems().getSchema(), now.getItems().getSchema());
        }
        if (before.getAdditionalProperties() != null && now.getAdditionalProperties() != null) {
            compare(
                    path + ".*",
                    before.getAdditionalProperties().getSchema(),
                    now.getAdditionalProperties().getSchema());
        }
    }

    private static Map<String, JSONSchemaProps> properties(JSONSchemaProps schema) {
        return schema.getProperties() == null ? Map.of() : schema.getProperties();
    }

    /** The type, a map distinguished from an object with fields. */
    private static String type(JSONSchemaProps schema) {
        if (isSet(schema.getXKubernetesIntOrString())) {
            return "integer or string";
        }
        return schema.getAdditionalProperties() == null ? String.valueOf(schema.getType()) : "map";
    }

    private static boolean isSet(Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private void report(String what, Object before, Object now) {
        if (!Objects.equals(before, now)) {
            found.add(what + " " + before + " became " + now);
        }
    }
}
