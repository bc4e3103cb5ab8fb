package io.audiostream.transcriber.session;

import java.util.LinkedList;
import java.util.function.BiConsumer;

/**
 * The utterances of a session whose finals are not all delivered, in the order of the audio. Only the last one can be
 * open. Not thread-safe.
 */
final class UtteranceQueue {

    private final LinkedList<Utterance> utterances = new LinkedList<>();

    void add(Utterance utterance) {
        utterances.add(utterance);
    }

    /** Adds an utterance between another one and the one after it. */
    void addAfter(Utterance before, Utterance utterance) {
        utterances.add(utterances.indexOf(before) + 1, utterance);
    }

    boolean isEmpty() {
        return utterances.isEmpty();
    }

    /** Returns whether no earlier utterance has finals that are pending. */
    boolean isFirst(Utterance utterance) {
        return utterances.peek() == utterance;
    }

    /** Returns whether an utterance that has ended waits for its finals. */
    boolean hasClosed() {
        return utterances.stream().anyMatch(Utterance::closed);
    }

    /**
     * Returns the number of samples that wait for a decode.
     *
     * @param received position after the last sample
     * @param windowSamples audio of an open utterance that does not count, because it is still spoken
     */
    long backlog(long received, long windowSamples) {
        long sum = 0;
        for (Utterance utterance : utterances) {
            sum += utterance.closed()
                    ? utterance.end() - utterance.windowStart()
                    : Math.max(0, received - utterance.windowStart() - windowSamples);
        }
        return sum;
    }

    /** Returns the position of the first sample that a decode may still read, at most {@code limit}. */
    long neededFrom(long limit) {
        return utterances.stream().mapToLong(Utterance::publishedStart).reduce(limit, Math::min);
    }

    /** Delivers finals in the order of the audio. An utterance that was decoded before an earlier one waits for it. */
    void deliver(BiConsumer<Utterance.ReadyFinal, SpokenLanguage> receiver) {
        Utterance first = utterances.peek();
        while (first != null) {
            Utterance.ReadyFinal ready = first.ready().poll();
            while (ready != null) {
                receiver.accept(ready, first.language());
                ready = first.ready().poll();
            }
            if (!first.complete()) {
                return;
            }
            utterances.remove();
            first = utterances.peek();
        }
    }
}
