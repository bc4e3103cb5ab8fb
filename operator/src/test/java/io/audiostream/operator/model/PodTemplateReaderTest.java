package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.operator.testing.ResourceFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad values in objects of core/v1, whose fields the API server does not check. */
class PodTemplateReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "containers: [{name: a, image: b, prts: []}]    | containers[0].prts: 'prts' is no field of Container",
                "containers: [{name: a, image: b, env: [{nam: c}]}] | containers[0].env[0].nam: 'nam' is no field of EnvVar",
                "containers: [{name: a, image: b, ports: 80}]   | containers[0].ports: must be a value of the type",
                "containers: [{name: a, image: b, ports: [{containerPort: x}]}] | containerPort: must be a value of the type",
                "containers: [{name: a, image: b, ports: [{containerPort: 50051}]}] | containers[0].ports: 50051 is a port",
                "containers: [{name: a, image: b, ports: [{containerPort: 81, name: grpc}]}] | 'grpc' is the name of a port",
                "containers: [{name: a, image: b, ports: [{containerPort: 81, hostPort: 81}]}] | must have no hostPort",
                "containers: [{name: a, image: b, securityContext: {privileged: true}}] | privileged: must not be true",
                "containers: [{name: a, image: b, securityContext: {allowPrivilegeEscalation: true}}] | must not be true",
                "containers: [{name: a, image: b, securityContext: {runAsUser: 0}}] | runAsUser: must not be 0",
                "containers: [{name: a, image: b, securityContext: {runAsNonRoot: false}}] | must not be false",
                "containers: [{name: a, image: b, securityContext: {capabilities: {add: [NET_ADMIN]}}}] | NET_BIND_SERVICE",
                "containers: [{name: a, image: b, securityContext: {seccompProfile: {type: Unconfined}}}] | Unconfined",
                "containers: [{name: a, image: b, securityContext: {procMount: Unmasked}}] | procMount: must be left out",
                "containers: [{name: a, image: b, volumeMounts: [{name: x, mountPath: /x}]}] | 'x': each name must be that",
                "containers: [{name: a, image: b, resources: {limits: {memory: lots}}}] | 'memory: lots' must be a quantity",
                "volumes: [{name: a, emptyDir: {sizeLimit: big}}] | 'emptyDir.sizeLimit: big' must be a quantity",
                "initContainers: [{name: a, image: b, securityContext: {privileged: true}}] | initContainers[0].securityContext",
                "volumes: [{name: a, hostPath: {path: /}}]      | 'a' must not have the source hostPath",
                "volumes: [{name: a, emptyDri: {}}]             | volumes[0].emptyDri: 'emptyDri' is no field of Volume",
                "tolerations: [{kee: a}]                        | tolerations[0].kee: 'kee' is no field of Toleration",
                "affinity: {nodeAfinity: {}}                    | affinity.nodeAfinity: 'nodeAfinity' is no field of Affinity",
                "topologySpreadConstraints: [{maxSkw: 1}]       | topologySpreadConstraints[0].maxSkw: 'maxSkw' is no field",
                "nodeSelector: {'bad key': a}                   | 'bad key' must be the key of a label",
                "nodeSelector: {a: 'b c'}                       | nodeSelector.a: 'b c' must be the value of a label",
                "metadata: {labels: {a: '-b'}}                  | metadata.labels.a: '-b' must be the value of a label",
                "metadata: {annotations: {'a/b/c': d}}          | 'a/b/c' must be the key of a label"
            })
    void refusesWithFieldAndRemedy(String field, String message) {
        // when / then
        assertThatThrownBy(() -> read(field))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageStartingWith("spec.template.pod.")
                .hasMessageContaining(message.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "transcriberContainer | {privileged: true}                     | privileged: must not be true",
                "envoyContainer       | {allowPrivilegeEscalation: true}       | must not be true",
                "transcriberContainer | {capabilities: {add: [SYS_PTRACE]}}    | NET_BIND_SERVICE",
                "envoyContainer       | {seccompProfile: {type: Unconfined}}   | must not be Unconfined",
                "transcriberContainer | {appArmorProfile: {type: Unconfined}}  | must not be Unconfined",
                "envoyContainer       | {seLinuxOptions: {user: system_u}}     | must have no user and no role",
                "transcriberContainer | {seLinuxOptions: {role: sysadm_r}}     | must have no user and no role",
                "envoyContainer       | {seLinuxOptions: {type: spc_t}}        | must be one of [container_",
                "transcriberContainer | {runAsUser: 1000}                      | template.pod.securityContext",
                "envoyContainer       | {runAsGroup: 1000}                     | template.pod.securityContext",
                "transcriberContainer | {readOnlyRootFileSystem: false}        | is no field of SecurityContext"
            })
    void refusesSecurityContextOfContainerThatBreaksTheService(String container, String security, String message) {
        // when / then
        assertThatThrownBy(() -> template("%s: {securityContext: %s}".formatted(container, security)))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageStartingWith("spec.template." + container + ".securityContext.")
                .hasMessageContaining(message);
    }

    @Test
    void acceptsFieldsOfCoreObjects() {
        // when
        var template = read("containers: [{name: a, image: b, resources: {limits: {cpu: 1}}, livenessProbe:"
                + " {httpGet: {path: /, port: http}}}], tolerations: [{operator: Exists}]");

        // then
        assertThat(template.containers()
                        .getFirst()
                        .getLivenessProbe()
                        .getHttpGet()
                        .getPort()
                        .getStrVal())
                .isEqualTo("http");
        assertThat(template.scheduling().tolerations().getFirst().getOperator()).isEqualTo("Exists");
    }

    private static PodTemplate read(String field) {
        return template("pod: {%s}".formatted(field));
    }

    private static PodTemplate template(String field) {
        return DesiredService.of(ResourceFiles.parse("""
                        kind: TranscriptionService
                        metadata: {name: some}
                        spec: {model: {name: base}, template: {%s}}
                        """.formatted(field)))
                .pods()
                .template();
    }
}
