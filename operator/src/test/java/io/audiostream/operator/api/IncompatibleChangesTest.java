package io.audiostream.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of change is seen, in a definition with one field of each sort. */
class IncompatibleChangesTest {
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: things.example.com}
            spec:
              group: example.com
              names: {kind: Thing, plural: things}
              scope: Namespaced
              versions:
                - name: v1
                  served: true
                  storage: true
                  subresources:
                    status: {}
                    scale: {specReplicasPath: .spec.count, statusReplicasPath: .status.count}
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties:
                        spec:
                          type: object
                          required: [name]
                          properties:
                            name: {type: string, minLength: 1, maxLength: 63, pattern: '[a-z]+'}
                            count: {type: integer, minimum: 0, maximum: 100}
                            mode: {type: string, enum: [Fast, Slow]}
                            note: {type: string, nullable: true}
                            extra: {type: object, x-kubernetes-preserve-unknown-fields: true}
                            size: {x-kubernetes-int-or-string: true}
                            list:
                              type: array
                              minItems: 1
                              maxItems: 16
                              x-kubernetes-list-type: map
                              x-kubernetes-list-map-keys: [key]
                              items:
                                type: object
                                properties:
                                  key: {type: string}
                                  port: {type: integer, maximum: 65535}
                            labels:
                              type: object
                              maxProperties: 8
                              additionalProperties: {type: string, maxLength: 63}
                          x-kubernetes-validations:
                            - {rule: 'self.count > 0', message: count must be above 0}
            """;

    @ParameterizedTest
    @MethodSource
    void findsChange(Consumer<CustomResourceDefinition> change, String expected) {
        // given
        var now = definition();
        change.accept(now);

        // when
        var changes = IncompatibleChanges.between(definition(), now);

        // then
        assertThat(changes.found()).containsExactly(expected);
        assertThat(changes.newRules()).isEmpty();
    }

    private static Stream<Arguments> findsChange() {
        return Stream.of(
                argumentSet(
                        "scope", whole(crd -> crd.getSpec().setScope("Cluster")), "scope Namespaced became Cluster"),
                argumentSet("kind", whole(crd -> crd.getSpec().getNames().setKind("Item")), "kind Thing became Item"),
                argumentSet(
                        "plural",
                        whole(crd -> crd.getSpec().getNames().setPlural("items")),
                        "plural things became items"),
                argumentSet(
                        "version not served",
                        whole(crd -> crd.getSpec().getVersions().getFirst().setServed(false)),
                        "version v1 is no longer served"),
                argumentSet(
                        "other version",
                        whole(crd -> crd.getSpec().getVersions().getFirst().setName("v2")),
                        "version v1 is no longer served"),
                argumentSet(
                        "status",
                        whole(crd -> crd.getSpec()
                                .getVersions()
                                .getFirst()
                                .getSubresources()
                                .setStatus(null)),
                        "v1: the subresource status is gone"),
                argumentSet(
                        "scale",
                        whole(crd -> crd.getSpec()
                                .getVersions()
                                .getFirst()
                                .getSubresources()
                                .setScale(null)),
                        "v1: the subresource scale is gone"),
                argumentSet("field", spec(s -> s.getProperties().remove("count")), "v1 spec.count: is gone"),
                argumentSet(
                        "field of an element",
                        field(
                                "list",
                                list -> list.getItems()
                                        .getSchema()
                                        .getProperties()
                                        .remove("port")),
                        "v1 spec.list[].port: is gone"),
                argumentSet(
                        "type", field("count", f -> f.setType("string")), "v1 spec.count: type integer became string"),
                argumentSet(
                        "integer or string",
                        field("size", f -> {
                            f.setXKubernetesIntOrString(null);
                            f.setType("string");
                        }),
                        "v1 spec.size: type integer or string became string"),
                argumentSet(
                        "map",
                        field("labels", f -> f.setAdditionalProperties(null)),
                        "v1 spec.labels: type map became object"),
                argumentSet(
                        "required", spec(s -> s.setRequired(List.of("count", "name"))), "v1 spec.count: is required"),
                argumentSet(
                        "value", field("mode", f -> f.getEnum().remove(1)), "v1 spec.mode: the value \"Slow\" is gone"),
                argumentSet(
                        "values",
                        field("note", f -> f.setEnum(List.of(TextNode.valueOf("a")))),
                        "v1 spec.note: only [\"a\"] is accepted"),
                argumentSet(
                        "maximum", field("count", f -> f.setMaximum(99.0)), "v1 spec.count: maximum 100.0 became 99.0"),
                argumentSet(
                        "maximum of an element",
                        field(
                                "list",
                                list -> list.getItems()
                                        .getSchema()
                                        .getProperties()
                                        .get("port")
                                        .setMaximum(1023.0)),
                        "v1 spec.list[].port: maximum 65535.0 became 1023.0"),
                argumentSet(
                        "new maximum",
                        field("size", f -> f.setMaximum(9.0)),
                        "v1 spec.size: maximum (none) became 9.0"),
                argumentSet(
                        "exclusive maximum",
                        field("count", f -> f.setExclusiveMaximum(true)),
                        "v1 spec.count: exclusiveMaximum (none) became true"),
                argumentSet("minimum", field("count", f -> f.setMinimum(1.0)), "v1 spec.count: minimum 0.0 became 1.0"),
                argumentSet(
                        "exclusive minimum",
                        field("count", f -> f.setExclusiveMinimum(true)),
                        "v1 spec.count: exclusiveMinimum (none) became true"),
                argumentSet(
                        "multiple",
                        field("count", f -> f.setMultipleOf(2.0)),
                        "v1 spec.count: multipleOf (none) became 2.0"),
                argumentSet(
                        "maxLength", field("name", f -> f.setMaxLength(62L)), "v1 spec.name: maxLength 63 became 62"),
                argumentSet(
                        "maxLength of a value",
                        field(
                                "labels",
                                f -> f.getAdditionalProperties().getSchema().setMaxLength(9L)),
                        "v1 spec.labels.*: maxLength 63 became 9"),
                argumentSet("minLength", field("name", f -> f.setMinLength(2L)), "v1 spec.name: minLength 1 became 2"),
                argumentSet("maxItems", field("list", f -> f.setMaxItems(15L)), "v1 spec.list: maxItems 16 became 15"),
                argumentSet("minItems", field("list", f -> f.setMinItems(2L)), "v1 spec.list: minItems 1 became 2"),
                argumentSet(
                        "uniqueItems",
                        field("list", f -> f.setUniqueItems(true)),
                        "v1 spec.list: uniqueItems (none) became true"),
                argumentSet(
                        "maxProperties",
                        field("labels", f -> f.setMaxProperties(7L)),
                        "v1 spec.labels: maxProperties 8 became 7"),
                argumentSet(
                        "minProperties",
                        field("labels", f -> f.setMinProperties(1L)),
                        "v1 spec.labels: minProperties (none) became 1"),
                argumentSet(
                        "pattern",
                        field("name", f -> f.setPattern("[a-y]+")),
                        "v1 spec.name: pattern [a-z]+ became [a-y]+"),
                argumentSet(
                        "format",
                        field("note", f -> f.setFormat("date-time")),
                        "v1 spec.note: format (none) became date-time"),
                argumentSet("null", field("note", f -> f.setNullable(null)), "v1 spec.note: null is refused"),
                argumentSet(
                        "unknown fields",
                        field("extra", f -> f.setXKubernetesPreserveUnknownFields(null)),
                        "v1 spec.extra: unknown fields are dropped"),
                argumentSet(
                        "list type",
                        field("list", f -> f.setXKubernetesListType("atomic")),
                        "v1 spec.list: list type map became atomic"),
                argumentSet(
                        "list keys",
                        field("list", f -> f.setXKubernetesListMapKeys(List.of("port"))),
                        "v1 spec.list: list keys [key] became [port]"));
    }

    @Test
    void findsNewRule() {
        // given
        var now = definition();
        field(
                        "count",
                        f -> f.setXKubernetesValidations(List.of(
                                new ValidationRuleBuilder().withRule("self < 9").build())))
                .accept(now);

        // when
        var changes = IncompatibleChanges.between(definition(), now);

        // then
        assertThat(changes.newRules()).containsExactly(new IncompatibleChanges.NewRule("v1 spec.count", "self < 9"));
        assertThat(changes.found()).isEmpty();
    }

    /** What is accepted stays accepted, so it is no incompatible change. */
    @ParameterizedTest
    @MethodSource
    void acceptsChange(Consumer<CustomResourceDefinition> change) {
        // given
        var now = definition();
        change.accept(now);

        // when
        var changes = IncompatibleChanges.between(definition(), now);

        // then
        assertThat(changes.found()).isEmpty();
        assertThat(changes.newRules()).isEmpty();
    }

    private static Stream<Arguments> acceptsChange() {
        return Stream.of(
                argumentSet("none", whole(_ -> {})),
                argumentSet("new field", spec(s -> s.getProperties().put("new", ofType("string")))),
                argumentSet("required field with a default", spec(s -> {
                    s.getProperties().get("count").setDefault(new IntNode(1));
                    s.setRequired(List.of("name", "count"));
                })),
                argumentSet("field no longer required", spec(s -> s.setRequired(List.of()))),
                argumentSet("new value", field("mode", f -> f.getEnum().add(TextNode.valueOf("Slower")))),
                argumentSet("any value", field("mode", f -> f.setEnum(List.of()))),
                argumentSet("higher maximum", field("count", f -> f.setMaximum(101.0))),
                argumentSet("no maximum", field("count", f -> f.setMaximum(null))),
                argumentSet("lower minimum", field("count", f -> f.setMinimum(-1.0))),
                argumentSet("longer text", field("name", f -> f.setMaxLength(64L))),
                argumentSet("no pattern", field("name", f -> f.setPattern(null))),
                argumentSet("no rule", spec(s -> s.setXKubernetesValidations(List.of()))),
                argumentSet("description", spec(s -> s.setDescription("Desired state."))));
    }

    private static JSONSchemaProps ofType(String type) {
        var schema = new JSONSchemaProps();
        schema.setType(type);
        return schema;
    }

    private static Consumer<CustomResourceDefinition> whole(Consumer<CustomResourceDefinition> change) {
        return change;
    }

    private static Consumer<CustomResourceDefinition> spec(Consumer<JSONSchemaProps> change) {
        return crd -> change.accept(crd.getSpec()
                .getVersions()
                .getFirst()
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("spec"));
    }

    private static Consumer<CustomResourceDefinition> field(String name, Consumer<JSONSchemaProps> change) {
        return spec(spec -> change.accept(spec.getProperties().get(name)));
    }

    private static CustomResourceDefinition definition() {
        return new KubernetesSerialization().unmarshal(DEFINITION, CustomResourceDefinition.class);
    }
}
