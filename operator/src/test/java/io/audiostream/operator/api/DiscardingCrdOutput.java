package io.audiostream.operator.api;

import io.fabric8.crdv2.generator.CRDGenerator.CRDOutput;
import java.io.ByteArrayOutputStream;

/** Discards the CRD that the generator writes, because a post-processor has already received the definition. */
final class DiscardingCrdOutput implements CRDOutput<ByteArrayOutputStream> {
    @Override
    public ByteArrayOutputStream outputFor(String crdName) {
        return new ByteArrayOutputStream();
    }

    @Override
    public void close() {}
}
