package io.audiostream.operator.status;

import io.audiostream.operator.model.DesiredService;

/**
 * What the pods of a resource should run.
 *
 * @param service the checked spec
 * @param envoy the configuration of their Envoy
 */
public record DesiredPods(DesiredService service, DesiredEnvoy envoy) {}
