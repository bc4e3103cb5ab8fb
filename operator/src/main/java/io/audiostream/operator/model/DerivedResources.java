package io.audiostream.operator.model;

import io.audiostream.operator.api.ResourceNames;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.HashMap;
import java.util.Optional;

/**
 * Derives requests and limits of the transcriber, for resources that {@code spec.resources} does not name, from the
 * model, the slots and the threads. See docs/adr/0019.
 */
record DerivedResources(int slots, Optional<Integer> threads, long maxMessageBytes, WhisperSize.Memory memory) {
    private static final long MEBIBYTE = 1 << 20;

    /** Memory of the process without a model: Java, the speech detector and the libraries, in MiB. */
    private static final int PROCESS = 256;

    /** Memory of each stream: its audio, and the process that decodes compressed audio, in MiB. */
    private static final int STREAM = 16;

    /** A slot's part of a CPU. */
    private static final int MILLICPUS_PER_SLOT = 50;

    private static final int MIN_MILLICPUS = 100;
    private static final int MAX_MILLICPUS = 1000;

    /** A core serves at least as many live streams of the base model, and decodes one of them at a time. */
    private static final int STREAMS_PER_CORE = 4;

    private static final int MIN_DECODERS = 2;

    /** Heap for a message of the maximum size: over HTTP it takes up to three times that. */
    private static final int COPIES_OF_MESSAGE = 3;

    /** Heap of a transcriber without recordings, in MiB. */
    private static final int HEAP = 64;

    /** The heap is at most a quarter of the limit. */
    private static final int HEAPS_PER_LIMIT = 4;

    /** Memory outside the heap is at most 5/8 of the limit: recordings that arrive take half of a heap's size. */
    private static final double LIMIT_PER_NATIVE_BYTE = 1.6;

    private static final int REQUEST_STEP = 64;
    private static final int LIMIT_STEP = 256;

    /**
     * Returns the derivation for a resource. Empty if the operator does not know the memory of the model, or the
     * container has a device, such as a GPU, which holds the model in memory of its own.
     */
    static Optional<DerivedResources> of(
            ModelSource model, int slots, Optional<Integer> threads, long maxMessageBytes, Resources written) {
        return written.hasDevice()
                ? Optional.empty()
                : WhisperSize.memoryOf(model)
                        .map(memory -> new DerivedResources(slots, threads, maxMessageBytes, memory));
    }

    /** Adds requests and limits for CPU and memory, each only if neither its request nor its limit is written. */
    Resources complete(Resources written) {
        var requests = new HashMap<>(written.requests());
        var limits = new HashMap<>(written.limits());
        if (!written.names(ResourceNames.CPU)) {
            requests.put(ResourceNames.CPU, cpus());
        }
        if (!written.names(ResourceNames.MEMORY)) {
            requests.put(ResourceNames.MEMORY, mebibytes(request(), REQUEST_STEP));
            limits.put(ResourceNames.MEMORY, mebibytes(limit(), LIMIT_STEP));
        }
        return new Resources(requests, limits);
    }

    /** Returns the number of decoders that the limit has room for; empty if the limit is not derived. */
    Optional<Integer> maxDecoders(Resources written) {
        return written.names(ResourceNames.MEMORY) ? Optional.empty() : Optional.of(decoders());
    }

    /** A stream seldom has two decodes at once, so that more decoders than slots would rarely have work. */
    private int decoders() {
        return withinThreads(Math.max(MIN_DECODERS, slots));
    }

    /** The transcriber has no more decoders than threads. */
    private int withinThreads(int decoders) {
        return threads.map(number -> Math.min(number, decoders)).orElse(decoders);
    }

    private long request() {
        var busy = withinThreads(Math.max(MIN_DECODERS, Math.ceilDiv(slots, STREAMS_PER_CORE)));
        return PROCESS + memory.loaded() + (long) busy * memory.decoder() + (long) slots * STREAM;
    }

    /** Includes the additional decoder that takes live streams while recordings wait. */
    private long limit() {
        var decoding = memory.loaded() + (decoders() + 1L) * memory.decoder();
        var outsideHeap = PROCESS + Math.max(memory.loading(), decoding) + (long) slots * STREAM;
        var heap = HEAP + COPIES_OF_MESSAGE * Math.ceilDiv(maxMessageBytes, MEBIBYTE);
        return Math.max((long) (outsideHeap * LIMIT_PER_NATIVE_BYTE), HEAPS_PER_LIMIT * heap);
    }

    private Quantity cpus() {
        var millis = Math.clamp((long) slots * MILLICPUS_PER_SLOT, MIN_MILLICPUS, MAX_MILLICPUS);
        return millis % 1000 == 0 ? new Quantity(String.valueOf(millis / 1000)) : new Quantity(millis + "m");
    }

    private static Quantity mebibytes(long amount, int step) {
        return StoredQuantity.ofBytes(new Quantity(Math.ceilDiv(amount, step) * step + "Mi"));
    }
}
