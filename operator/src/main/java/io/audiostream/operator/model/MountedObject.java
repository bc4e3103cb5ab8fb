package io.audiostream.operator.model;

/** An object that pods mount as a folder. The operator does not read it. */
public sealed interface MountedObject {

    String name();

    /** Returns how the transcriber's options name the object. */
    String argument();

    /** Returns kind and name, as messages show them. */
    String title();

    record Secret(String name) implements MountedObject {
        @Override
        public String argument() {
            return name;
        }

        @Override
        public String title() {
            return "Secret '" + name + "'";
        }
    }

    record ConfigMap(String name) implements MountedObject {
        @Override
        public String argument() {
            return "configmap/" + name;
        }

        @Override
        public String title() {
            return "ConfigMap '" + name + "'";
        }
    }
}
