package io.audiostream.operator.dependent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.audiostream.operator.api.ChangeEffect;
import io.audiostream.operator.api.ChangeEffects;
import io.audiostream.operator.envoy.EnvoyConfig;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.ProxyModel;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes one field at a time, and compares what the operator renders with the stated effect of the change. */
class ChangeEffectTest {
    /** A resource with another value for each field of {@link ResourceFiles#EVERY_FIELD}. */
    private static final Path CHANGED = Path.of("src/test/resources/changed-fields.yaml");

    /**
     * A field below these is not changed alone, because the sources of a model, and of a key set, exclude each other,
     * fields of a Service need a type, and fields of a Gateway are in a list.
     */
    private static final Map<String, ChangeEffect.Kind> WHOLES = Map.of(
            "spec.model", ChangeEffect.Kind.RESTART,
            "spec.envoy.authentication.jwt.jwks", ChangeEffect.Kind.RESTART,
            "spec.routes.gateway.parentRefs", ChangeEffect.Kind.LIVE,
            "spec.template.service", ChangeEffect.Kind.LIVE);

    private record Rendered(String template, String configMap, String live) {

        static Rendered of(JsonNode resource) {
            var service = DesiredService.of(ResourceFiles.parse(resource.toString()));
            var configMap = EnvoyConfigMap.name(service);
            return new Rendered(
                    Serialization.asYaml(TranscriberPod.template(service)).replace(configMap, "CONFIG_MAP"),
                    configMap,
                    EnvoyConfig.of(ProxyModel.inPod(service)).version().live());
        }

        ChangeEffect.Kind effectOfChangeTo(Rendered other) {
            if (!template.equals(other.template)) {
                return ChangeEffect.Kind.RESTART;
            }
            return configMap.equals(other.configMap) ? ChangeEffect.Kind.LIVE : ChangeEffect.Kind.DRAIN;
        }
    }

    static Stream<Map.Entry<String, ChangeEffect.Kind>> fields() {
        var leaves = ChangeEffects.ofLeaves();
        var alone = leaves.entrySet().stream()
                .filter(field -> WHOLES.keySet().stream()
                        .noneMatch(whole -> field.getKey().startsWith(whole + ".")));
        return Stream.concat(WHOLES.entrySet().stream(), alone);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void statesWhatAChangeDoes(Map.Entry<String, ChangeEffect.Kind> field) {
        // given
        var pointer = "/" + field.getKey().replace('.', '/');
        var resource = yaml(ResourceFiles.EVERY_FIELD);
        var value = yaml(CHANGED).at(pointer);
        assertThat(value.isMissingNode())
                .as("%s has no value for %s", CHANGED, field.getKey())
                .isFalse();
        assertThat(resource.at(pointer)).as("value in %s", CHANGED).isNotEqualTo(value);
        var before = Rendered.of(resource);

        // when
        var parent = pointer.substring(0, pointer.lastIndexOf('/'));
        ((ObjectNode) resource.at(parent)).set(pointer.substring(parent.length() + 1), value);
        var after = Rendered.of(resource);

        // then
        assertThat(before.effectOfChangeTo(after)).isEqualTo(field.getValue());
        if (field.getKey().startsWith("spec.envoy.") && field.getValue() == ChangeEffect.Kind.LIVE) {
            assertThat(after.live()).as("version of what Envoy reloads").isNotEqualTo(before.live());
        }
    }

    private static JsonNode yaml(Path file) {
        return Serialization.unmarshal(ResourceFiles.text(file), JsonNode.class);
    }
}
