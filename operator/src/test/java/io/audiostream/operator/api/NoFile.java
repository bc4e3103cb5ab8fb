package io.audiostream.operator.api;

import io.fabric8.crdv2.generator.CRDGenerator.CRDOutput;
import java.io.ByteArrayOutputStream;

/** An output for the generator that keeps nothing: the definition is taken before it is written. */
final class NoFile implements CRDOutput<ByteArrayOutputStream> {
    @Override
    public ByteArrayOutputStream outputFor(String crdName) {
        return new ByteArrayOutputStream();
    }

    @Override
    public void close() {}
}
