package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.ApiServer;
import io.audiostream.operator.testing.ClusterProgram;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scale subresource, which kubectl scale and autoscalers use. */
class ScaleIT extends ClusterFixture {
    @TempDir
    private Path folder;

    @Test
    void scalesWithKubectl() throws Exception {
        // given
        settledExample();

        // when
        var scale = kubectl("scale", "tsvc/minimal", "--replicas=3");

        // then
        assertThat(scale.exitCode()).as(scale.output()).isZero();
        eventually(() -> assertThat(deployment().getSpec().getReplicas()).isEqualTo(3));
    }

    @Test
    void showsPodsAndSelectorToAutoscalers() throws Exception {
        // given
        settledExample();
        client.resource(deployment()).editStatus(existing -> {
            existing.getStatus().setReplicas(2);
            return existing;
        });
        eventually(() -> assertThat(example().getStatus().replicas()).isEqualTo(2));

        // when
        var scale = kubectl(
                "get", "tsvc/minimal", "--subresource=scale", "-o", "jsonpath={.status.replicas} {.status.selector}");

        // then
        assertThat(scale.output())
                .isEqualTo("2 app.kubernetes.io/instance=minimal,app.kubernetes.io/name=audiostream-transcriber");
    }

    private ClusterProgram.Result kubectl(String... arguments) throws Exception {
        var command = new String[arguments.length + 2];
        command[0] = "-n";
        command[1] = namespace;
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return new ClusterProgram(folder).run(ApiServer.shared().kubeconfig(), "kubectl", command);
    }
}
