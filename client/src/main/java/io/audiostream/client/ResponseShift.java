package io.audiostream.client;

import com.google.protobuf.Duration;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.proto.Word;
import java.util.Map;

/**
 * Moves the responses of a resumed session to their place in the whole stream.
 *
 * @param start position in the stream at which the session began
 * @param firstSegments number in the stream of each channel's first segment in the session; 0 for an absent channel
 */
record ResponseShift(java.time.Duration start, Map<Integer, Integer> firstSegments) {

    TranscriptionResponse apply(TranscriptionResponse response) {
        if (start.isZero() && firstSegments.isEmpty()) {
            return response;
        }
        TranscriptionMetadata.Builder metadata = response.getMetadata().toBuilder();
        metadata.setAudioReceived(shift(metadata.getAudioReceived()))
                .setAudioCommitted(shift(metadata.getAudioCommitted()));
        switch (metadata.getSpeechEvent()) {
            case SPEECH_EVENT_STARTED -> metadata.setStartTime(shift(metadata.getStartTime()));
            case SPEECH_EVENT_ENDED -> metadata.setEndTime(shift(metadata.getEndTime()));
            case SPEECH_EVENT_UNSPECIFIED, UNRECOGNIZED ->
                metadata.setSegmentIndex(
                                metadata.getSegmentIndex() + firstSegments.getOrDefault(metadata.getChannel(), 0))
                        .setStartTime(shift(metadata.getStartTime()))
                        .setEndTime(shift(metadata.getEndTime()));
        }
        for (Duration.Builder committed : metadata.getChannelCommittedBuilderList()) {
            Duration shifted = shift(committed.build());
            committed.setSeconds(shifted.getSeconds()).setNanos(shifted.getNanos());
        }
        for (Word.Builder word : metadata.getWordsBuilderList()) {
            word.setStartTime(shift(word.getStartTime())).setEndTime(shift(word.getEndTime()));
        }
        return response.toBuilder().setMetadata(metadata).build();
    }

    /** Returns the position in the stream of a time in the session. */
    java.time.Duration position(Duration time) {
        return start.plusSeconds(time.getSeconds()).plusNanos(time.getNanos());
    }

    private Duration shift(Duration time) {
        java.time.Duration shifted = position(time);
        return Duration.newBuilder()
                .setSeconds(shifted.getSeconds())
                .setNanos(shifted.getNano())
                .build();
    }
}
