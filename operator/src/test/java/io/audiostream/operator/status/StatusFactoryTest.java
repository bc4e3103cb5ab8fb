package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.audiostream.operator.api.ContainerImage;
import io.audiostream.operator.api.EnvoyStatus;
import io.audiostream.operator.api.ServiceCondition;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import io.audiostream.operator.envoy.EnvoyVersion;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.Images;
import io.audiostream.operator.testing.PodFiles;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusFactoryTest {
    private static final Instant FIRST = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String FIRST_TEXT = "2026-01-02T03:04:05Z";
    private static final DesiredEnvoy ENVOY =
            new DesiredEnvoy("minimal-envoy-b1", new EnvoyVersion("b1", "c1", "r1"), "t1");
    private static final Problem NAME_TAKEN = new Problem(Reason.NAME_TAKEN, "Service minimal is taken.");
    private static final Problem INVALID_SPEC = new Problem(Reason.INVALID_SPEC, "spec.model: missing");
    private static final Instant LATER = FIRST.plus(Duration.ofMinutes(1));

    private TranscriptionService resource;
    private DesiredService service;

    @BeforeEach
    void readExample() {
        resource = ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("minimal.yaml"));
        resource.getMetadata().setNamespace("speech");
        resource.getMetadata().setGeneration(3L);
        service = DesiredService.of(resource);
    }

    @Test
    void reportsCreatingUntilDeploymentIsObserved() {
        // when
        var status = at(FIRST).observed(resource, service, ENVOY, Observation.NOTHING);

        // then
        assertThat(status)
                .isEqualTo(new TranscriptionServiceStatus(
                        3L,
                        List.of(
                                condition("Ready", "False", "NoPods", "No pod is ready yet."),
                                condition("Accepted", "True", "Accepted", "The spec is valid."),
                                condition("ModelReady", "False", "NoPods", "No pod has begun to load the model base."),
                                condition("Available", "False", "NoPods", "No pod is ready yet."),
                                condition(
                                        "Progressing",
                                        "True",
                                        "Creating",
                                        "The Deployment was applied; the operator has not observed it yet."),
                                condition("EnvoyConfigured", "False", "NoPods", "No pod is ready yet."),
                                condition("Degraded", "False", "AsExpected", "No problem is known.")),
                        "minimal.speech.svc:50051",
                        0,
                        0,
                        null,
                        null,
                        0,
                        0,
                        "base",
                        null,
                        new EnvoyStatus("minimal-envoy-b1", ENVOY.version().live(), "t1", null, 0, 0),
                        Images.VERSION,
                        service.containerResources(),
                        "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
                        null,
                        null));
    }

    @Test
    void reportsReadyAndCompleteWhenAllPodsAreReady() {
        // when
        var status = at(FIRST).observed(resource, service, ENVOY, withoutPods(deployment(2, 2, 2, 2)));

        // then
        assertThat(status.replicas()).isEqualTo(2);
        assertThat(status.readyReplicas()).isEqualTo(2);
        assertThat(status.selector()).isEqualTo("app=a,team=b");
        assertThat(status.conditions())
                .containsExactly(
                        condition("Ready", "True", "Serving", "2 of 2 pods are ready."),
                        condition("Accepted", "True", "Accepted", "The spec is valid."),
                        condition("ModelReady", "False", "NoPods", "No pod has begun to load the model base."),
                        condition("Available", "True", "Serving", "2 of 2 pods are ready."),
                        condition("Progressing", "False", "Complete", "All pods are of the current version and ready."),
                        condition("EnvoyConfigured", "False", "NoPods", "No pod is ready."),
                        condition("Degraded", "False", "AsExpected", "No problem is known."));
    }

    @Test
    void reportsImagesOfReadyPods() {
        // given
        var older = running("old", "2026-01-02T03:00:00Z", "registry.test/transcriber@sha256:0a");
        var newer = running("new", "2026-01-02T03:01:00Z", "docker-pullable://registry.test/transcriber@sha256:0b");
        var starting = PodFiles.read("fetching");

        // when
        var status = at(FIRST).observed(resource, service, ENVOY, withPods(newer, older, older, starting));

        // then
        assertThat(status.images())
                .containsExactly(
                        new ContainerImage("envoy", "i", "i"),
                        new ContainerImage("transcriber", "i", "registry.test/transcriber@sha256:0a"),
                        new ContainerImage("transcriber", "i", "registry.test/transcriber@sha256:0b"));
    }

    @Test
    void reportsImagesWhileTheResourceCannotBeApplied() {
        // when
        var status = at(FIRST).degraded(resource, INVALID_SPEC, Optional.empty(), withPods(PodFiles.read("serving")));

        // then
        assertThat(status.images()).extracting(ContainerImage::container).containsExactly("envoy", "transcriber");
    }

    @Test
    void reportsChecksumOfTranscriptionModel() {
        // given
        var shared = ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("shared.yaml"));
        shared.getMetadata().setNamespace("speech");
        var observation = new Observation(
                Optional.empty(), List.of(), Load.NONE, Optional.empty(), Optional.of("0123456789abcdef"));

        // when
        var status = at(FIRST).observed(shared, DesiredService.of(shared), ENVOY, observation);

        // then
        assertThat(status.modelSha256()).isEqualTo("0123456789abcdef");
    }

    @Test
    void reportsReadyAndRollingOutWhileOldPodsServe() {
        // when
        var status = at(FIRST).observed(resource, service, ENVOY, withoutPods(deployment(2, 1, 2, 3)));

        // then
        assertThat(status.conditions().getFirst().status()).isEqualTo("True");
        assertThat(status.conditions().get(4))
                .isEqualTo(condition(
                        "Progressing",
                        "True",
                        "RollingOut",
                        "1 of 2 pods are of the current version; 2 pods of any version are ready. A pod becomes ready"
                                + " once its model is fetched and loaded."));
    }

    @Test
    void reportsStartingWhenAllPodsAreUpdatedAndOneIsNotReady() {
        // when
        var status = at(FIRST).observed(resource, service, ENVOY, withoutPods(deployment(2, 2, 1, 2)));

        // then
        assertThat(status.conditions().get(4))
                .isEqualTo(condition(
                        "Progressing",
                        "True",
                        "Starting",
                        "All pods are of the current version; 1 of 2 are ready. A pod becomes ready once its model is"
                                + " fetched and loaded."));
    }

    @Test
    void namesFieldWhileRolloutFindsNoRoomBesideOlderPods() {
        // when
        var degraded = degradedOfUnschedulable(deployment(1, 1, 1, 2), 0);

        // then
        assertThat(degraded.reason()).isEqualTo("Unschedulable");
        assertThat(degraded.message())
                .contains("3 Insufficient memory")
                .endsWith(
                        "The older pods serve meanwhile: the rollout adds a pod before it removes one, and finds no room"
                                + " for it. To remove a pod first, set spec.rollingUpdate.maxSurge to 0.");
    }

    @Test
    void namesNoFieldIfNoOlderPodIsInTheWay() {
        // when / then
        assertThat(degradedOfUnschedulable(deployment(2, 2, 1, 2), 0).message()).doesNotContain("rollingUpdate");
    }

    @Test
    void namesNoFieldIfRolloutRemovesFirst() {
        // when / then
        assertThat(degradedOfUnschedulable(deployment(2, 1, 1, 2), 1).message()).doesNotContain("rollingUpdate");
    }

    private ServiceCondition degradedOfUnschedulable(Deployment deployment, int maxUnavailable) {
        deployment
                .getSpec()
                .setStrategy(new DeploymentStrategyBuilder()
                        .withNewRollingUpdate()
                        .withMaxUnavailable(new IntOrString(maxUnavailable))
                        .endRollingUpdate()
                        .build());
        var observation = new Observation(Optional.of(deployment), List.of(PodFiles.read("unschedulable")), Load.NONE);
        return at(FIRST)
                .observed(resource, service, ENVOY, observation)
                .conditions()
                .getLast();
    }

    @Test
    void prefersProblemOfPodOverThatOfDeploymentAndKeepsReady() {
        // given
        var stuck = deployment(1, 1, 1, 2);
        stuck.getStatus().setConditions(List.of(notProgressing()));

        // when
        var status = at(FIRST)
                .observed(
                        resource,
                        service,
                        ENVOY,
                        new Observation(
                                Optional.of(stuck),
                                List.of(PodFiles.read("fetch-failed")),
                                new Load(4, OptionalInt.empty())));

        // then
        assertThat(status.conditions().getFirst().status()).isEqualTo("True");
        assertThat(status.conditions().getLast().status()).isEqualTo("True");
        assertThat(status.conditions().getLast().reason()).isEqualTo("ModelFetchFailed");
        assertThat(status.capacity()).isEqualTo(4);
        assertThat(status.streams()).isNull();
    }

    @Test
    void ignoresCountsOfAnOlderGeneration() {
        // given
        var deployment = deployment(1, 1, 1, 1);
        deployment.getMetadata().setGeneration(8L);

        // when
        var status = at(FIRST).observed(resource, service, ENVOY, withoutPods(deployment));

        // then
        assertThat(status.conditions().get(4).reason()).isEqualTo("RollingOut");
    }

    @Test
    void reportsScaledToZeroWithRemedy() {
        // when
        var status = at(FIRST).observed(resource, service, ENVOY, withoutPods(deployment(0, 0, 0, 0)));

        // then
        assertThat(status.conditions().getFirst())
                .isEqualTo(condition(
                        "Ready",
                        "False",
                        "ScaledToZero",
                        "No pod runs because spec.replicas is 0; set it to 1 or more."));
        assertThat(status.conditions().get(4).status()).isEqualTo("False");
    }

    @Test
    void reportsStalledRolloutWithCommandToInspectIt() {
        // given
        var stuck = deployment(1, 1, 0, 1);
        stuck.getStatus().setConditions(List.of(notProgressing()));

        // when
        var status = at(FIRST).observed(resource, service, ENVOY, withoutPods(stuck));

        // then
        assertThat(status.conditions().getLast())
                .isEqualTo(condition(
                        "Degraded",
                        "True",
                        "PodsNotReady",
                        "ReplicaSet has timed out progressing. See: kubectl -n speech describe pods -l"
                                + " app.kubernetes.io/instance=minimal"));
    }

    @Test
    void keepsTransitionTimeWhileOnlyTheMessageChanges() {
        // given
        resource.setStatus(at(FIRST).observed(resource, service, ENVOY, withoutPods(deployment(2, 2, 1, 2))));

        // when
        var status = at(LATER).observed(resource, service, ENVOY, withoutPods(deployment(2, 2, 2, 2)));

        // then
        assertThat(status.conditions().getFirst().message()).isEqualTo("2 of 2 pods are ready.");
        assertThat(status.conditions().getFirst().lastTransitionTime()).isEqualTo(FIRST_TEXT);
        assertThat(status.conditions().get(4).lastTransitionTime()).isEqualTo("2026-01-02T03:05:05Z");
    }

    @Test
    void returnsEqualStatusWhenNothingChanged() {
        // given
        resource.setStatus(at(FIRST).observed(resource, service, ENVOY, withoutPods(deployment(1, 1, 1, 1))));

        // when
        var again = at(LATER).observed(resource, service, ENVOY, withoutPods(deployment(1, 1, 1, 1)));

        // then
        assertThat(again).isEqualTo(resource.getStatus());
    }

    /** An apply can fail for hours: meanwhile the pods of the version before end as any pods do. */
    @Test
    void observesPodsWhileApplyFails() {
        // given
        resource.setStatus(at(FIRST)
                .observed(
                        resource,
                        service,
                        ENVOY,
                        new Observation(
                                Optional.of(deployment(1, 1, 1, 1)),
                                List.of(serving()),
                                new Load(4, OptionalInt.of(2)))));

        // when
        var status =
                at(LATER).degraded(resource, NAME_TAKEN, Optional.of(desired()), withoutPods(deployment(1, 1, 0, 0)));

        // then
        assertThat(status.conditions())
                .extracting(ServiceCondition::type, ServiceCondition::status, ServiceCondition::reason)
                .containsExactly(
                        tuple("Ready", "False", "NoPods"),
                        tuple("Accepted", "False", "NameTaken"),
                        tuple("ModelReady", "False", "NoPods"),
                        tuple("Available", "False", "NoPods"),
                        tuple("Progressing", "True", "RollingOut"),
                        tuple("EnvoyConfigured", "False", "NoPods"),
                        tuple("Degraded", "True", "NameTaken"));
        assertThat(status.conditions().getFirst().message()).isEqualTo("0 of 1 pods are ready.");
        assertThat(status.readyReplicas()).isZero();
        assertThat(status.replicas()).isZero();
        assertThat(status.capacity()).isZero();
        assertThat(status.streams()).isZero();
        assertThat(status.endpoint()).isEqualTo("minimal.speech.svc:50051");
        assertThat(status.model()).isEqualTo("base");
    }

    @Test
    void reportsStuckInPlaceOfCompleteWhileApplyFails() {
        // given
        var ready = new Observation(Optional.of(deployment(1, 1, 1, 1)), List.of(serving()), Load.NONE);

        // when
        var status = at(FIRST).degraded(resource, NAME_TAKEN, Optional.of(desired()), ready);

        // then
        assertThat(status.conditions())
                .extracting(ServiceCondition::type, ServiceCondition::status, ServiceCondition::reason)
                .containsExactly(
                        tuple("Ready", "True", "Serving"),
                        tuple("Accepted", "False", "NameTaken"),
                        tuple("ModelReady", "True", "Loaded"),
                        tuple("Available", "True", "Serving"),
                        tuple("Progressing", "False", "Stuck"),
                        tuple("EnvoyConfigured", "False", "Updating"),
                        tuple("Degraded", "True", "NameTaken"));
        assertThat(status.conditions().get(5).message())
                .isEqualTo("0 of 1 ready pods have the current configuration of Envoy. The operator cannot apply the"
                        + " resource; the Degraded condition has the cause.");
    }

    @Test
    void keepsEnvoyConditionOfReadyPodsWhileSpecIsInvalid() {
        // given
        var ready = new Observation(Optional.of(deployment(1, 1, 1, 1)), List.of(serving()), Load.NONE);
        var before = at(FIRST).observed(resource, service, ENVOY, ready);
        resource.setStatus(before);

        // when
        var status = at(LATER).degraded(resource, INVALID_SPEC, Optional.empty(), ready);

        // then
        assertThat(status.conditions().get(5)).isEqualTo(before.conditions().get(5));
        assertThat(status.envoy()).isEqualTo(before.envoy());
    }

    @Test
    void reportsNoPodsBeforeObjectsAreCreated() {
        // when
        var status = at(FIRST).degraded(resource, INVALID_SPEC, Optional.empty(), Observation.NOTHING);

        // then
        assertThat(status.conditions())
                .extracting(ServiceCondition::type, ServiceCondition::status, ServiceCondition::reason)
                .containsExactly(
                        tuple("Ready", "False", "NoPods"),
                        tuple("Accepted", "False", "InvalidSpec"),
                        tuple("ModelReady", "False", "NoPods"),
                        tuple("Available", "False", "NoPods"),
                        tuple("Progressing", "Unknown", "NotReconciled"),
                        tuple("EnvoyConfigured", "False", "NoPods"),
                        tuple("Degraded", "True", "InvalidSpec"));
        assertThat(status.observedGeneration()).isEqualTo(3);
        assertThat(status.endpoint()).isNull();
    }

    @Test
    void hidesCredentialsOfAddresses() {
        // given
        var problem = new Problem(Reason.APPLY_FAILED, "rejected --uri https://team:secret@models.test/a.bin?sig=abc.");

        // when
        var status = at(FIRST).degraded(resource, problem, Optional.empty(), Observation.NOTHING);

        // then
        assertThat(status.conditions().getLast().message())
                .isEqualTo("rejected --uri https://***@models.test/a.bin?sig=***.");
    }

    /** Keeps the condition of an earlier version: another failure than the API server's says nothing about the spec. */
    @Test
    void keepsAcceptedWhileReconcileFails() {
        // given
        var ready = new Observation(Optional.of(deployment(1, 1, 1, 1)), List.of(serving()), Load.NONE);
        resource.setStatus(at(FIRST).observed(resource, service, ENVOY, ready));
        var problem = new Problem(Reason.RECONCILE_FAILED, "The reconcile failed.");

        // when
        var status = at(LATER).degraded(resource, problem, Optional.of(desired()), ready);

        // then
        assertThat(status.conditions().get(1))
                .isEqualTo(condition("Accepted", "True", "Accepted", "The spec is valid."));
    }

    @Test
    void keepsModelReadyOfReadyPodsWhileSpecIsInvalid() {
        // given
        var ready = new Observation(Optional.of(deployment(1, 1, 1, 1)), List.of(serving()), Load.NONE);
        resource.setStatus(at(FIRST).observed(resource, service, ENVOY, ready));

        // when
        var status = at(LATER).degraded(resource, INVALID_SPEC, Optional.empty(), ready);

        // then
        assertThat(status.conditions().get(2))
                .isEqualTo(condition("ModelReady", "True", "Loaded", "1 ready pod has loaded the model base."));
    }

    private DesiredPods desired() {
        return new DesiredPods(service, ENVOY);
    }

    private Pod serving() {
        var pod = PodFiles.read("serving");
        pod.getSpec()
                .getContainers()
                .getFirst()
                .setArgs(service.arguments(service.inPod()).transcriber());
        return pod;
    }

    private static Observation withPods(Pod... pods) {
        return new Observation(Optional.empty(), List.of(pods), Load.NONE);
    }

    private static Pod running(String name, String created, String imageId) {
        var pod = PodFiles.read("serving");
        pod.getMetadata().setName(name);
        pod.getMetadata().setCreationTimestamp(created);
        pod.getStatus().getContainerStatuses().getFirst().setImageID(imageId);
        return pod;
    }

    private static Observation withoutPods(Deployment deployment) {
        return new Observation(Optional.of(deployment), List.of(), Load.NONE);
    }

    private static StatusFactory at(Instant now) {
        return new StatusFactory(Clock.fixed(now, ZoneOffset.UTC));
    }

    private static ServiceCondition condition(String type, String status, String reason, String message) {
        return new ServiceCondition(type, status, reason, message, FIRST_TEXT, 3);
    }

    private static Deployment deployment(int desired, int updated, int ready, int total) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withGeneration(7L)
                .endMetadata()
                .withNewSpec()
                .withReplicas(desired)
                .withNewSelector()
                .withMatchLabels(Map.of("team", "b", "app", "a"))
                .endSelector()
                .endSpec()
                .withStatus(new DeploymentStatusBuilder()
                        .withObservedGeneration(7L)
                        .withUpdatedReplicas(updated)
                        .withReadyReplicas(ready)
                        .withReplicas(total)
                        .build())
                .build();
    }

    private static DeploymentCondition notProgressing() {
        return new DeploymentConditionBuilder()
                .withType("Progressing")
                .withStatus("False")
                .withReason("ProgressDeadlineExceeded")
                .withMessage("ReplicaSet has timed out progressing.")
                .build();
    }
}
