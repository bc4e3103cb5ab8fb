package io.audiostream.operator.api;

import io.fabric8.crdv2.generator.CRDGenerator.CRDOutput;
import java.io.ByteArrayOutputStream;

/** An output of the generator that discards the CRD: a post-processor takes the definition before it is written. */
final class NoFile implements CRDOutput<ByteArrayOutputStream> {
    @Override
    public ByteArrayOutputStream outputFor(String crdName) {
        return new ByteArrayOutputStream();
    }

    @Override
    public void close() {}
}
