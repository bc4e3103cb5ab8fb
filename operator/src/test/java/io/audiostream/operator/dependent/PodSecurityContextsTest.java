package io.audiostream.operator.dependent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.audiostream.operator.api.UserIds;
import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.Images;
import io.audiostream.operator.model.InvalidSpecException;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodSecurityContextsTest {
    private static final Defaults PLATFORM =
            new Defaults(Images.OF_THIS_VERSION, Optional.empty(), true, true, UserIds.PLATFORM);

    @Test
    void writesNoIdsWherePlatformAssignsThem() {
        // when
        var pod = pod("pod: {userIds: Platform}", Defaults.OF_THIS_VERSION);

        // then
        assertThat(pod.getSecurityContext().getRunAsUser()).isNull();
        assertThat(pod.getSecurityContext().getRunAsGroup()).isNull();
        assertThat(pod.getSecurityContext().getFsGroup()).isNull();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    }

    @Test
    void writesNoIdsWhereOperatorSaysSo() {
        // when / then
        assertThat(pod("", PLATFORM).getSecurityContext().getRunAsUser()).isNull();
        assertThat(pod("pod: {userIds: Fixed}", PLATFORM).getSecurityContext().getRunAsUser())
                .isEqualTo(65532);
    }

    @Test
    void keepsOtherIdsFixed() {
        // when
        var context = pod("pod: {securityContext: {runAsUser: 1000}}", Defaults.OF_THIS_VERSION)
                .getSecurityContext();

        // then
        assertThat(context.getRunAsUser()).isEqualTo(1000);
        assertThat(context.getRunAsGroup()).isEqualTo(65532);
        assertThat(context.getFsGroup()).isEqualTo(65532);
    }

    @Test
    void makesSecretsReadableForUserWithoutFsGroup() {
        // when / then
        assertThat(modes(pod("", Defaults.OF_THIS_VERSION))).containsOnly(0440);
        assertThat(modes(pod("pod: {userIds: Platform}", Defaults.OF_THIS_VERSION)))
                .containsOnly(0444);
        assertThat(modes(pod("pod: {userIds: Platform, securityContext: {fsGroup: 2000}}", Defaults.OF_THIS_VERSION)))
                .containsOnly(0440);
    }

    @Test
    void refusesGroupThatDoesNotFit() {
        // when / then
        assertThatExceptionOfType(InvalidSpecException.class)
                .isThrownBy(() ->
                        pod("pod: {securityContext: {supplementalGroups: [5000000000]}}", Defaults.OF_THIS_VERSION))
                .withMessageContaining("must be groups from 0 to 2147483647");
    }

    private static Iterable<Integer> modes(PodSpec pod) {
        return pod.getVolumes().stream()
                .map(volume -> volume.getSecret())
                .filter(Objects::nonNull)
                .map(secret -> secret.getDefaultMode())
                .toList();
    }

    private static PodSpec pod(String template, Defaults defaults) {
        var resource = ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some}
                spec:
                  model: {name: base}
                  envoy: {tls: {secretName: web-tls}}
                  template: {%s}
                """.formatted(template));
        return new TranscriberDeployment()
                .render(DesiredService.of(resource, defaults))
                .getSpec()
                .getTemplate()
                .getSpec();
    }
}
