package io.audiostream.systemtest.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Tests that run at the same time as others, in namespaces of their own, with the operator of all; they run first.
 * Tests without it have the cluster for themselves, one class after the other: they install, harm or remove the
 * operator or the API server, or what they say of text that comes in time holds only on a machine that does nothing
 * else.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("beside-others")
@interface BesideOthers {}
