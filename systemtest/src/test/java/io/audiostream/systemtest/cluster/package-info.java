/**
 * Black-box tests of the images, the chart and the operator on a real cluster, with kubelet, Envoy and model.
 * {@code dev/e2e} starts the cluster and runs them.
 */
package io.audiostream.systemtest.cluster;
