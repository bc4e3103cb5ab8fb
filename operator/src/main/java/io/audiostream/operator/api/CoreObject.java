package io.audiostream.operator.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * States that a field holds objects of core/v1. The schema has only those of their fields that are required and that
 * its rules use: all of them would make the CRD several times as large. The API server keeps the others as they are,
 * and the operator checks them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface CoreObject {
    /** Fields that identify an element of a list, so that clients can apply one element of it. */
    String[] keys() default {};

    /** Required fields, each a text. */
    String[] required() default {};
}
