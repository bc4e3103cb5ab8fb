package io.audiostream.systemtest.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks test classes that run in parallel, each in namespaces of its own, with the operator that
 * {@link Operator#installShared} installs. They run before all other test classes, which run one after the other
 * because they install, disturb or remove the operator or the API server, or load the node with many streams.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("concurrent")
@interface RunsConcurrently {}
