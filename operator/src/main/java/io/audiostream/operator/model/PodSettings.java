package io.audiostream.operator.model;

/**
 * Settings of the pods that concern Kubernetes alone.
 *
 * @param security user and groups of the containers
 */
public record PodSettings(PodSecurity security) {}
