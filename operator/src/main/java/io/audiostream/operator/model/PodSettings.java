package io.audiostream.operator.model;

import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Optional;

/**
 * Settings of the pods that concern Kubernetes alone.
 *
 * @param security user and groups of the containers
 * @param rollingUpdate how a rollout replaces the pods
 * @param maxDisrupted pods that may be missing when one is evicted, a number or a percentage above zero; empty: the
 *     pods have no PodDisruptionBudget
 * @param template additions to the pods
 */
public record PodSettings(
        PodSecurity security, RollingUpdate rollingUpdate, Optional<IntOrString> maxDisrupted, PodTemplate template) {}
