package io.audiostream.client;

import com.google.protobuf.Duration;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.proto.Word;

/**
 * Moves the responses of a resumed session to their place in the whole stream.
 *
 * @param start position in the stream at which the session began
 * @param firstSegment number in the stream of the session's first segment
 */
record ResponseShift(java.time.Duration start, int firstSegment) {

    TranscriptionResponse apply(TranscriptionResponse response) {
        if (start.isZero() && firstSegment == 0) {
            return response;
        }
        TranscriptionMetadata.Builder metadata = response.getMetadata().toBuilder();
        metadata.setAudioReceived(shift(metadata.getAudioReceived()))
                .setAudioCommitted(shift(metadata.getAudioCommitted()));
        switch (metadata.getSpeechEvent()) {
            case SPEECH_EVENT_STARTED -> metadata.setStartTime(shift(metadata.getStartTime()));
            case SPEECH_EVENT_ENDED -> metadata.setEndTime(shift(metadata.getEndTime()));
            case SPEECH_EVENT_UNSPECIFIED, UNRECOGNIZED ->
                metadata.setSegmentIndex(metadata.getSegmentIndex() + firstSegment)
                        .setStartTime(shift(metadata.getStartTime()))
                        .setEndTime(shift(metadata.getEndTime()));
        }
        for (Word.Builder word : metadata.getWordsBuilderList()) {
            word.setStartTime(shift(word.getStartTime())).setEndTime(shift(word.getEndTime()));
        }
        return response.toBuilder().setMetadata(metadata).build();
    }

    private Duration shift(Duration time) {
        java.time.Duration shifted = start.plusSeconds(time.getSeconds()).plusNanos(time.getNanos());
        return Duration.newBuilder()
                .setSeconds(shifted.getSeconds())
                .setNanos(shifted.getNano())
                .build();
    }
}
