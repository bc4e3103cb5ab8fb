package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessorsTest {
    private static final String SUPPORTED = "{key: kubernetes.io/arch, operator: In, values: [amd64, arm64]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "engine: auto",
                // Envoy's default image is built for the same processors.
                "image: example.com/transcriber",
                "envoy: {image: example.com/envoy}",
                "template: {pod: {nodeSelector: {disk: ssd}}}"
            })
    void requiresProcessorOfDefaultImages(String fields) {
        // when / then
        assertThat(affinity(fields)).isEqualTo(expected(nodes("{matchExpressions: [" + SUPPORTED + "]}")));
    }

    @Test
    void requiresNoneOfOwnImages() {
        // when / then
        assertThat(service("image: example.com/transcriber, envoy: {image: example.com/envoy}"))
                .isEqualTo(Scheduling.ANY_PROCESSOR);
    }

    @Test
    void leavesProcessorToNodeSelectorThatNamesOne() {
        // when / then
        assertThat(service("template: {pod: {nodeSelector: {kubernetes.io/arch: amd64}}}")
                        .affinity())
                .isEmpty();
    }

    /** A node matches if it matches one of the terms, so a term without the processors would admit any. */
    @Test
    void addsProcessorsToEachTerm() {
        // given
        var terms = "{matchExpressions: [{key: a, operator: Exists}%s]},"
                + " {matchFields: [{key: metadata.name, operator: In, values: [node-1]}]%s}";

        // when
        var affinity = affinity(withTerms(terms.formatted("", "")));

        // then
        assertThat(affinity)
                .isEqualTo(
                        expected(nodes(terms.formatted(", " + SUPPORTED, ", matchExpressions: [" + SUPPORTED + "]"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm64]}]}",
                "{matchExpressions: [{key: kubernetes.io/arch, operator: NotIn, values: [arm64]}, {key: a, operator: Exists}]}",
                // Matches no node. With the processors it would match many.
                "{}"
            })
    void leavesTermThatNamesProcessorOrNothing(String term) {
        // when / then
        assertThat(affinity(withTerms(term))).isEqualTo(expected(nodes(term)));
    }

    @Test
    void keepsOtherRules() {
        // given
        var rules = "podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone}]}";
        var preferred = "preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions:"
                + " [{key: a, operator: Exists}]}}]";

        // when
        var affinity = affinity("template: {pod: {affinity: {%s, nodeAffinity: {%s}}}}".formatted(rules, preferred));

        // then
        assertThat(affinity)
                .isEqualTo(expected("%s\nnodeAffinity: {%s, %s}"
                        .formatted(rules, preferred, required("{matchExpressions: [" + SUPPORTED + "]}"))));
    }

    @ParameterizedTest
    @CsvSource({"'image: example.com/transcriber', true", "'template: {}', false"})
    void restrictsPodThatFetchesModelUnlessItHasOwnImage(String fields, boolean runsAnywhere) {
        // given
        var resource = Serialization.unmarshal("""
                metadata: {name: some}
                spec: {model: {name: base}, storage: {size: 1Gi}, %s}
                """.formatted(fields), TranscriptionModel.class);

        // when
        var model = DesiredModel.of(resource, Defaults.OF_THIS_VERSION);

        // then
        assertThat(model.template().scheduling().affinity().isEmpty()).isEqualTo(runsAnywhere);
    }

    private static String required(String terms) {
        return "requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [" + terms + "]}";
    }

    private static String nodes(String terms) {
        return "nodeAffinity: {" + required(terms) + "}";
    }

    private static String withTerms(String terms) {
        return "template: {pod: {affinity: {" + nodes(terms) + "}}}";
    }

    private static Affinity expected(String yaml) {
        return Serialization.unmarshal(yaml, Affinity.class);
    }

    private static Affinity affinity(String fields) {
        return service(fields).affinity().orElseThrow();
    }

    private static Scheduling service(String fields) {
        return DesiredService.of(ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some}
                spec: {model: {name: base}, %s}
                """.formatted(fields)))
                .pods()
                .template()
                .scheduling();
    }
}
