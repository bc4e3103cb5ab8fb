package io.audiostream.systemtest.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests that have the cluster for themselves: they install, harm or remove the operator or the API server, or what they say of
 * text that comes in time holds only on a machine that does nothing else.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock(Alone.CLUSTER)
@interface Alone {
    /** What they lock. */
    String CLUSTER = "the cluster";
}
