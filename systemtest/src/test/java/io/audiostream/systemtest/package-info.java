/**
 * Black-box tests: the processes that users run, the real Envoy and the real model. Nothing here knows a class of the
 * operator, the transcriber or the client; only the contract.
 */
package io.audiostream.systemtest;
