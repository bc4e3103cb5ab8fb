package io.audiostream.operator.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objects of a {@code TranscriptionModel} that exist.
 *
 * @param job empty where the model has none, or the operator has not observed it yet
 * @param pods pods of the Job
 * @param fetches the progress of pods that fetch and report it, by name
 * @param users names of the services whose {@code spec.model.ref} names the model, sorted
 * @param claimUid uid of the claim; empty: the operator has not observed it
 */
public record ModelObservation(
        Optional<Job> job,
        List<Pod> pods,
        Map<String, FetchReport> fetches,
        List<String> users,
        Optional<String> claimUid) {

    /** Returns a copy with the progress of pods that fetch. */
    public ModelObservation withFetches(Map<String, FetchReport> others) {
        return new ModelObservation(job, pods, others, users, claimUid);
    }
}
