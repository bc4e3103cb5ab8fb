package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.api.TranscriptionModelStatus;
import io.audiostream.operator.pods.PodLoad;
import io.audiostream.operator.status.FetchReport;
import io.audiostream.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A model that services share. The test writes the statuses of Jobs and pods in place of their controllers. */
class ModelIT extends ClusterFixture {
    private static final String MODEL = """
            apiVersion: audiostream.io/v1alpha1
            kind: TranscriptionModel
            metadata: {name: turbo}
            spec:
              model: {name: base-q8_0}
              storage: {size: 1Gi, accessModes: [ReadWriteMany]}
            """;
    private static final String SERVICE = """
            apiVersion: audiostream.io/v1alpha1
            kind: TranscriptionService
            metadata: {name: minimal}
            spec: {model: {ref: turbo}}
            """;

    @Test
    void fetchesModelToClaim() {
        // when
        applyModel();

        // then
        eventually(() -> assertThat(job()).isNotNull());
        assertThat(claim().getSpec().getAccessModes()).containsExactly("ReadWriteMany");
        assertThat(claim().getSpec().getResources().getRequests().get("storage"))
                .hasToString("1Gi");
        var container = job().getSpec().getTemplate().getSpec().getContainers().getFirst();
        assertThat(container.getArgs()).contains("fetch-model", "--sha256", "/models/model");
        eventually(() -> assertThat(status().phase()).isEqualTo("Pending"));
    }

    @Test
    void saysHowMuchIsFetched() {
        // given
        operator.close();
        var mebibytes = new AtomicLong(16);
        operator = RunningOperator.in(
                namespace, _ -> new PodLoad(0, 0, new FetchReport(mebibytes.get() << 20, 78L << 20), null, null));
        applyModel();

        // when
        reportFetching();

        // then
        eventually(() -> assertThat(message()).endsWith(" fetches the model: 16 of 78 MiB."));

        // when
        mebibytes.set(32);

        // then
        eventually(() -> assertThat(message()).endsWith(" fetches the model: 32 of 78 MiB."));
    }

    private String message() {
        return status().conditions().getFirst().message();
    }

    @Test
    void reportsSizeAndChecksumOfFetchedModel() {
        // given
        applyModel();
        eventually(() -> assertThat(job()).isNotNull());

        // when
        reportFetched();

        // then
        eventually(() -> assertThat(status().phase()).isEqualTo("Ready"));
        eventually(() -> assertThat(status().bytes()).isEqualTo(81768585));
        assertThat(status().sha256()).hasSize(64);
    }

    @Test
    void replacesJobWithImageThatCannotBePulled() {
        // given
        applyModel(MODEL + "  image: registry.test/wrong:1\n");
        eventually(() -> assertThat(image()).isEqualTo("registry.test/wrong:1"));

        // when
        applyModel(MODEL + "  image: registry.test/right:1\n");

        // then
        eventually(() -> assertThat(image()).isEqualTo("registry.test/right:1"));
    }

    @Test
    void replacesJobThatFindsNoNode() {
        // given
        applyModel(MODEL + "  template: {pod: {nodeSelector: {disk: wrong}}}\n");
        eventually(() -> assertThat(nodeSelector()).containsEntry("disk", "wrong"));

        // when
        applyModel(MODEL + "  template: {pod: {nodeSelector: {disk: right}}}\n");

        // then
        eventually(() -> assertThat(nodeSelector()).containsEntry("disk", "right"));
    }

    private Map<String, String> nodeSelector() {
        return existingJob().getSpec().getTemplate().getSpec().getNodeSelector();
    }

    private String image() {
        return existingJob()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    @Test
    void createsPodsOnceModelIsFetched() {
        // given
        applyModel();
        apply(SERVICE);
        eventually(() -> assertThat(condition("ModelReady").reason()).isEqualTo("ModelNotReady"));
        assertThat(deployment()).isNull();
        eventually(() -> assertThat(status().usedBy()).containsExactly("minimal"));

        // when
        reportFetched();

        // then
        eventually(() -> assertThat(deployment()).isNotNull());
        assertThat(deployment().getSpec().getTemplate().getSpec().getVolumes())
                .anyMatch(volume -> volume.getPersistentVolumeClaim() != null
                        && volume.getPersistentVolumeClaim().getClaimName().equals("turbo-model")
                        && volume.getPersistentVolumeClaim().getReadOnly());
        eventually(() -> assertThat(example().getStatus().modelSha256()).isEqualTo(status().sha256()));
    }

    @Test
    void saysThatModelDoesNotExist() {
        // when
        apply(SERVICE);

        // then
        eventually(() -> assertThat(condition("ModelReady").message())
                .isEqualTo("The TranscriptionModel turbo does not exist in this namespace: create it, or correct"
                        + " spec.model.ref."));
    }

    @Test
    void keepsModelWhileServiceUsesIt() {
        // given
        applyModel();
        var service = apply(SERVICE);
        eventually(() -> assertThat(status().usedBy()).containsExactly("minimal"));

        // when
        client.resource(model()).delete();

        // then
        eventually(() -> assertThat(status().phase()).isEqualTo("Deleting"));
        assertThat(status().conditions().getFirst().message()).contains("still used by minimal");
        eventually(() -> assertThat(
                        client.v1().events().inNamespace(namespace).list().getItems())
                .anySatisfy(event -> {
                    assertThat(event.getReason()).isEqualTo("InUse");
                    assertThat(event.getType()).isEqualTo("Warning");
                    assertThat(event.getInvolvedObject().getName()).isEqualTo("turbo");
                    assertThat(event.getMessage()).contains("still used by minimal");
                }));

        // when
        client.resource(service).delete();

        // then
        eventually(() -> assertThat(model()).isNull());
    }

    /** The claim that replaces a deleted one is empty. */
    @Test
    void fetchesAgainAfterClaimWasDeleted() {
        // given
        applyModel();
        reportFetched();
        eventually(() -> assertThat(status().bytes()).isNotNull());
        assertThat(status().claimUid()).isEqualTo(claim().getMetadata().getUid());
        var firstClaim = claim().getMetadata().getUid();
        var firstJob = job().getMetadata().getUid();

        // when
        client.resource(claim()).delete();
        releaseClaim();

        // then
        eventually(() -> assertThat(status().claimUid()).isNotEqualTo(firstClaim));
        eventually(() -> assertThat(existingJob().getMetadata().getUid()).isNotEqualTo(firstJob));
        eventually(() -> assertThat(status().sha256()).isNull());
        assertThat(status().bytes()).isNull();
        assertThat(status().phase()).isEqualTo("Pending");

        // when
        reportFetched();

        // then
        eventually(() -> assertThat(status().phase()).isEqualTo("Ready"));
        assertThat(status().sha256()).hasSize(64);
    }

    /** Removes the finalizer by which Kubernetes keeps a claim while pods use it, in place of its controller. */
    private void releaseClaim() {
        client.resource(claim()).edit(existing -> {
            existing.getMetadata().setFinalizers(List.of());
            return existing;
        });
    }

    @Test
    void writesNothingWhenNothingChanged() {
        // given
        applyModel();
        eventually(() -> assertThat(job()).isNotNull());
        reportFetched();
        eventually(() -> assertThat(status().bytes()).isNotNull());
        operator.awaitIdle();
        var before = operator.writes();

        // when
        annotate(claim());
        operator.awaitIdle();

        // then
        assertThat(operator.writes()).isEqualTo(before);
    }

    private void applyModel() {
        applyModel(MODEL);
    }

    private void applyModel(String yaml) {
        var model = Serialization.unmarshal(yaml, TranscriptionModel.class);
        model.getMetadata().setNamespace(namespace);
        client.resource(model).fieldManager("user").serverSideApply();
    }

    private void reportFetching() {
        report(
                "Running",
                new ContainerStateBuilder().withNewRunning().endRunning().build());
    }

    private void reportFetched() {
        report(
                "Succeeded",
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(0)
                        .withMessage("{\"bytes\":81768585}")
                        .endTerminated()
                        .build());
        client.resource(job()).editStatus(existing -> {
            existing.getStatus().setSucceeded(1);
            return existing;
        });
    }

    /** Creates a pod of the Job with this state of its container. */
    private void report(String phase, ContainerState state) {
        eventually(() -> assertThat(job()).isNotNull());
        var pod = client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withGenerateName("turbo-fetch-model-")
                        .withNamespace(namespace)
                        .withLabels(job().getSpec().getTemplate().getMetadata().getLabels())
                        .endMetadata()
                        .withNewSpec()
                        .withServiceAccountName("default")
                        .addNewContainer()
                        .withName("fetch-model")
                        .withImage("registry.test/transcriber:1")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        client.resource(pod)
                .editStatus(existing -> new PodBuilder(existing)
                        .withNewStatus()
                        .withPhase(phase)
                        .withPodIP("127.0.0.1")
                        .addNewContainerStatus()
                        .withName("fetch-model")
                        .withImage("i")
                        .withImageID("i")
                        .withReady(false)
                        .withStarted(state.getRunning() != null)
                        .withRestartCount(0)
                        .withState(state)
                        .endContainerStatus()
                        .endStatus()
                        .build());
    }

    private TranscriptionModel model() {
        return client.resources(TranscriptionModel.class)
                .inNamespace(namespace)
                .withName("turbo")
                .get();
    }

    private TranscriptionModelStatus status() {
        var model = model();
        assertThat(model).isNotNull();
        assertThat(model.getStatus()).isNotNull();
        return model.getStatus();
    }

    /** The operator replaces a Job by deleting it, so there is none for a moment. */
    private Job existingJob() {
        var job = job();
        assertThat(job).isNotNull();
        return job;
    }

    private Job job() {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName("turbo-fetch-model")
                .get();
    }

    private PersistentVolumeClaim claim() {
        return client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withName("turbo-model")
                .get();
    }
}
