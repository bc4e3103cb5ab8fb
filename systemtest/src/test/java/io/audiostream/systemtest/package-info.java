/**
 * Black-box tests of the processes that users run, with the real Envoy and the real model. They use the gRPC contract
 * and no class of the operator, the transcriber or the client.
 */
package io.audiostream.systemtest;
