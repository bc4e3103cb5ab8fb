package io.audiostream.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The CRDs accept every resource that those of the previous release accept, but for rules that were added deliberately.
 * {@code CONTRIBUTING.md} says how a release renews the files.
 */
class PreviousCrdTest {
    private static final Path PREVIOUS = Path.of("src/test/resources/crd-previous");
    private static final String SERVICES = "transcriptionservices.audiostream.io-v1.yml";
    private static final String MODELS = "transcriptionmodels.audiostream.io-v1.yml";

    @ParameterizedTest
    @ValueSource(strings = {SERVICES, MODELS})
    void hasNoIncompatibleChange(String file) {
        // when
        var changes = changes(file);

        // then
        assertThat(changes.found())
                .as("incompatible changes of %s since the previous release", file)
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {SERVICES, MODELS})
    void hasNoNewRuleThatIsNotDeliberate(String file) {
        // given
        var deliberate = deliberateRules();

        // when
        var changes = changes(file);

        // then
        assertThat(changes.newRules())
                .as(
                        "new rules of %s since the previous release, which refuse resources that users have: list a"
                                + " deliberate one in %s",
                        file, PREVIOUS.resolve("deliberate-rules.yaml"))
                .allSatisfy(rule -> assertThat(deliberate).as("%s", rule).anyMatch(listed -> listed.isFor(rule)));
    }

    @Test
    void listsNoRuleThatIsNotNew() {
        // given
        var added = Stream.of(SERVICES, MODELS)
                .flatMap(file -> changes(file).newRules().stream())
                .toList();

        // when / then
        assertThat(deliberateRules())
                .as("deliberate rules that are not new since the previous release; remove them")
                .allSatisfy(listed -> assertThat(listed.rules()).isNotEmpty().isSubsetOf(added));
    }

    private static IncompatibleChanges changes(String file) {
        return IncompatibleChanges.between(
                definition(PREVIOUS.resolve(file)),
                definition(Path.of("../deploy/crd").resolve(file)));
    }

    private static CustomResourceDefinition definition(Path file) {
        return new KubernetesSerialization().unmarshal(text(file), CustomResourceDefinition.class);
    }

    private static List<DeliberateRule> deliberateRules() {
        return Arrays.asList(new KubernetesSerialization()
                .unmarshal(text(PREVIOUS.resolve("deliberate-rules.yaml")), DeliberateRule[].class));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A rule that a release adds although it refuses resources that users may have.
     *
     * @param why why no user misses such a resource
     * @param paths the fields that have the rule, each with the version
     * @param rule the CEL expression
     */
    private record DeliberateRule(String why, List<String> paths, String rule) {
        List<IncompatibleChanges.NewRule> rules() {
            return paths.stream()
                    .map(path -> new IncompatibleChanges.NewRule(path, rule))
                    .toList();
        }

        boolean isFor(IncompatibleChanges.NewRule added) {
            return rules().contains(added);
        }
    }
}
