package io.audiostream.transcriber.contract;

import com.google.protobuf.Duration;
import io.audiostream.proto.EndReason;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.proto.Word;
import io.audiostream.transcriber.engine.SpokenWord;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SpeechEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps results to messages of the contract. */
final class ResultMapper {

    private ResultMapper() {}

    static TranscriptionResponse.Builder response(SegmentResult result) {
        return TranscriptionResponse.newBuilder()
                .setText(result.text())
                .setConfidence((float) result.hypothesis().confidence())
                .setIsFinal(result.isFinal());
    }

    static TranscriptionMetadata.Builder metadata(SegmentResult result) {
        return TranscriptionMetadata.newBuilder()
                .setSegmentIndex(result.index())
                .setChannel(result.channel())
                .setStartTime(duration(result.time().start()))
                .setEndTime(duration(result.time().end()))
                .setLanguage(result.language().code())
                .setLanguageProbability((float) result.language().probability())
                .setSettledLength(result.hypothesis().settledLength())
                .addAllWords(result.hypothesis().words().stream()
                        .map(ResultMapper::word)
                        .toList())
                .setAudioReceived(duration(result.progress().received()))
                .setAudioCommitted(duration(result.progress().committed()))
                .setResumeChunkIndex(result.progress().resumeChunk())
                .addAllChannelCommitted(channelCommitted(result.progress()))
                .setEndReason(endReason(result.endReason()))
                .setEndOfUtterance(result.endOfUtterance());
    }

    /** Makes a response without text. */
    static TranscriptionResponse.Builder response(SpeechEvent event) {
        TranscriptionMetadata.Builder metadata = TranscriptionMetadata.newBuilder()
                .setChannel(event.channel())
                .addAllChannelCommitted(channelCommitted(event.progress()))
                .setAudioReceived(duration(event.progress().received()))
                .setAudioCommitted(duration(event.progress().committed()))
                .setResumeChunkIndex(event.progress().resumeChunk());
        switch (event.kind()) {
            case STARTED ->
                metadata.setSpeechEvent(io.audiostream.proto.SpeechEvent.SPEECH_EVENT_STARTED)
                        .setStartTime(duration(event.time()));
            case ENDED ->
                metadata.setSpeechEvent(io.audiostream.proto.SpeechEvent.SPEECH_EVENT_ENDED)
                        .setEndTime(duration(event.time()));
        }
        return TranscriptionResponse.newBuilder().setMetadata(metadata);
    }

    private static List<Duration> channelCommitted(SegmentResult.Progress progress) {
        return progress.channelCommitted().stream().map(ResultMapper::duration).toList();
    }

    private static Word word(SpokenWord word) {
        return Word.newBuilder()
                .setText(word.text())
                .setStartTime(duration(java.time.Duration.ofMillis(word.startMillis())))
                .setEndTime(duration(java.time.Duration.ofMillis(word.endMillis())))
                .setConfidence((float) word.confidence())
                .setChannel(word.channel())
                .build();
    }

    private static EndReason endReason(io.audiostream.transcriber.session.@Nullable EndReason reason) {
        return switch (reason) {
            case null -> EndReason.END_REASON_UNSPECIFIED;
            case SILENCE -> EndReason.END_REASON_SILENCE;
            case MAX_SEGMENT -> EndReason.END_REASON_MAX_SEGMENT;
            case FLUSH -> EndReason.END_REASON_FLUSH;
            case END_OF_AUDIO -> EndReason.END_REASON_END_OF_AUDIO;
            case DRAIN -> EndReason.END_REASON_DRAIN;
            case MAX_AGE -> EndReason.END_REASON_MAX_AGE;
            case IDLE -> EndReason.END_REASON_IDLE;
        };
    }

    private static Duration duration(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }
}
