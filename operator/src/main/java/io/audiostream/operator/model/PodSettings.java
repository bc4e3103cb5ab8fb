package io.audiostream.operator.model;

/**
 * Settings of the pods that concern Kubernetes alone.
 *
 * @param security user and groups of the containers
 * @param rollingUpdate how a rollout replaces the pods
 */
public record PodSettings(PodSecurity security, RollingUpdate rollingUpdate) {}
