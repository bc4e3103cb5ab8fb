/**
 * The whole on a real cluster: images, chart, API server, kubelet, Envoy and model, from outside. {@code dev/e2e} gives
 * these tests their cluster.
 */
package io.audiostream.systemtest.cluster;
