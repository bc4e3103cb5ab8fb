package io.audiostream.operator.dependent;

import io.audiostream.operator.api.ReservedNames;
import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.envoy.ContentHash;
import io.audiostream.operator.model.DesiredModel;
import io.audiostream.operator.model.Placement;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.Matcher;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The Job that fetches the model to its claim. */
@KubernetesDependent(informer = @Informer(labelSelector = Labels.SELECTOR))
public final class ModelJob extends ModelDependent<Job> {
    /** The kubelet restarts a failed container with pauses of up to 5 minutes: this is about a year. */
    private static final int BACKOFF_LIMIT = 100_000;

    /** Annotation with {@code spec.image} of the resource; empty if it has none. */
    private static final String IMAGE = "audiostream.io/image";

    /** Annotation with the uid of the claim that the Job fetches the model to. */
    private static final String CLAIM_UID = "audiostream.io/claim-uid";

    /** Annotation with a hash of {@code spec.template} and {@code spec.resources}; empty if it has none of them. */
    private static final String TEMPLATE = "audiostream.io/template";

    @Override
    Job render(DesiredModel model) {
        return new JobBuilder()
                .withMetadata(metadata(model, model.jobName()))
                .withNewSpec()
                .withBackoffLimit(BACKOFF_LIMIT)
                .withTemplate(template(model))
                .endSpec()
                .build();
    }

    /** Whether the Job fetches, or has fetched, to this claim. One without the annotation counts as such. */
    public static boolean isOfClaim(Job job, Optional<PersistentVolumeClaim> claim) {
        var uid = annotations(job).get(CLAIM_UID);
        return uid == null
                || claim.filter(existing -> !uid.equals(existing.getMetadata().getUid()))
                        .isEmpty();
    }

    /**
     * A Job is replaced only if the resource says something else about its pod before it has fetched the model, or if
     * the claim is another one and so is empty. Other differences come from an upgrade of the operator, or from a
     * second operator, and neither is a reason to begin the fetch again.
     */
    @Override
    public Matcher.Result<Job> match(Job actual, TranscriptionModel resource, Context<TranscriptionModel> context) {
        return Matcher.Result.nonComputed(isOfClaim(actual, claim(context))
                && (isSucceeded(actual) || annotations(resource).equals(noted(actual))));
    }

    private static Map<String, String> annotations(Job job) {
        return Objects.requireNonNullElse(job.getMetadata().getAnnotations(), Map.of());
    }

    private static Optional<PersistentVolumeClaim> claim(Context<TranscriptionModel> context) {
        return context.getSecondaryResource(PersistentVolumeClaim.class);
    }

    /** Notes the claim, and what the resource says about the pod, because an admission webhook may change the Job. */
    @Override
    protected Job desired(TranscriptionModel resource, Context<TranscriptionModel> context) {
        var job = super.desired(resource, context);
        var annotations = new TreeMap<>(annotations(resource));
        claim(context)
                .ifPresent(existing ->
                        annotations.put(CLAIM_UID, existing.getMetadata().getUid()));
        job.getMetadata().setAnnotations(annotations);
        return job;
    }

    private static Map<String, String> annotations(TranscriptionModel resource) {
        var spec = resource.getSpec();
        var isPlain = spec.resources() == null && spec.template() == null;
        return Map.of(
                IMAGE,
                Objects.requireNonNullElse(spec.image(), ""),
                TEMPLATE,
                isPlain ? "" : ContentHash.of(Serialization.asJson(Arrays.asList(spec.resources(), spec.template()))));
    }

    private static Map<String, String> noted(Job job) {
        var annotations = new TreeMap<>(annotations(job));
        annotations.keySet().retainAll(Set.of(IMAGE, TEMPLATE));
        annotations.putIfAbsent(TEMPLATE, ""); // Jobs of earlier versions
        return annotations;
    }

    private static boolean isSucceeded(Job job) {
        return job.getStatus() != null
                && Integer.valueOf(1).equals(job.getStatus().getSucceeded());
    }

    /**
     * Kubernetes does not change the template of a Job. The deletion triggers the reconcile that creates another one.
     */
    @Override
    public Job update(Job actual, Job desired, TranscriptionModel resource, Context<TranscriptionModel> context) {
        context.getClient()
                .resource(actual)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
        return actual;
    }

    private static PodTemplateSpec template(DesiredModel model) {
        var template = model.template();
        var scheduling = template.scheduling();
        var labels = new TreeMap<>(template.metadata().labels());
        labels.putAll(ModelLabels.ofPod(model));
        return new PodTemplateSpecBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withLabels(labels)
                        .withAnnotations(template.metadata().annotations())
                        .build())
                .withSpec(new PodSpecBuilder()
                        .withRestartPolicy("OnFailure")
                        .withAutomountServiceAccountToken(false)
                        .withEnableServiceLinks(false)
                        .withServiceAccountName(template.serviceAccount().orElse(null))
                        .withImagePullSecrets(TranscriberPod.pullSecrets(template))
                        .withNodeSelector(PodScheduling.nodeSelector(scheduling))
                        .withTolerations(scheduling.tolerations())
                        .withAffinity(scheduling.affinity().orElse(null))
                        .withPriorityClassName(scheduling.priorityClass().orElse(null))
                        .withRuntimeClassName(scheduling.runtimeClass().orElse(null))
                        .withSecurityContext(PodSecurityContexts.restricted(model.security()))
                        .withContainers(container(model))
                        .withVolumes(PodVolumes.ofModel(model))
                        .build())
                .build();
    }

    private static Container container(DesiredModel model) {
        return new ContainerBuilder()
                .withName(ReservedNames.FETCH_MODEL)
                .withImage(model.image())
                .withArgs(model.fetchArguments())
                .withEnv(TranscriberContainer.fetchStatusPort())
                .withResources(TranscriberContainer.resources(model.resources()))
                .withTerminationMessagePolicy(TranscriberContainer.TERMINATION_MESSAGE_POLICY)
                .withSecurityContext(ContainerSecurity.restricted())
                .withVolumeMounts(mounts(model))
                .build();
    }

    private static List<VolumeMount> mounts(DesiredModel model) {
        var mounts = new ArrayList<>(List.of(PodVolumes.writableModels(), PodVolumes.tmp()));
        for (var mount : model.mountedObjects().keySet()) {
            mounts.add(new VolumeMountBuilder()
                    .withName(mount.folder())
                    .withMountPath(mount.below(Placement.POD_SECRETS_FOLDER))
                    .withReadOnly(true)
                    .build());
        }
        return mounts;
    }
}
