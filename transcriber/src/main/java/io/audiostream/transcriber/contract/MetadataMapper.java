package io.audiostream.transcriber.contract;

import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.Endpointing;
import io.audiostream.proto.Task;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.ChannelMode;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import io.audiostream.transcriber.session.SessionRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Maps the metadata of a call to a {@link SessionRequest}. */
public final class MetadataMapper {

    private static final int DEFAULT_RATE_HERTZ = 16_000;
    private static final int TELEPHONE_RATE_HERTZ = 8_000;

    private MetadataMapper() {}

    /**
     * @throws AudioException for an invalid sample rate or number of channels
     * @throws SessionRefusedException for an invalid encoding, task or duration
     */
    public static SessionRequest read(AudioMetadata metadata) throws AudioException, SessionRefusedException {
        return new SessionRequest(
                SessionRequest.Kind.LIVE,
                AudioFormat.of(
                                encoding(metadata),
                                metadata.getSampleRateHertz() == 0
                                        ? defaultRate(metadata)
                                        : metadata.getSampleRateHertz(),
                                metadata.getChannels() == 0 ? 1 : metadata.getChannels())
                        .with(channelMode(metadata)),
                metadata.getModel(),
                new SessionRequest.Language(metadata.getLanguage(), metadata.getLanguagesList()),
                translate(metadata),
                new SessionRequest.Prompt(metadata.getPrompt(), metadata.getHotwordsList()),
                interims(metadata),
                metadata.getWordTimestamps(),
                metadata.getSpeechEvents(),
                endpointing(metadata.getEndpointing()),
                channelSkips(metadata));
    }

    private static ChannelMode channelMode(AudioMetadata metadata) {
        if (!metadata.getSeparateChannels()) {
            return ChannelMode.MIXED;
        }
        return metadata.getChannels() == 0 ? ChannelMode.SEPARATE : ChannelMode.SEPARATE_AS_DECLARED;
    }

    private static List<Duration> channelSkips(AudioMetadata metadata) throws SessionRefusedException {
        List<Duration> skips = new ArrayList<>();
        for (com.google.protobuf.Duration skip : metadata.getChannelSkipsList()) {
            skips.add(duration("metadata.channel_skips", skip));
        }
        return skips;
    }

    /** G.711 is the encoding of telephony, which samples at 8 kHz. */
    private static int defaultRate(AudioMetadata metadata) {
        return switch (metadata.getEncoding()) {
            case AUDIO_ENCODING_MULAW, AUDIO_ENCODING_ALAW -> TELEPHONE_RATE_HERTZ;
            default -> DEFAULT_RATE_HERTZ;
        };
    }

    private static SessionRequest.Interims interims(AudioMetadata metadata) throws SessionRefusedException {
        return new SessionRequest.Interims(
                metadata.hasInterimResults() ? Optional.of(metadata.getInterimResults()) : Optional.empty(),
                metadata.hasInterimInterval()
                        ? Optional.of(duration("metadata.interim_interval", metadata.getInterimInterval()))
                        : Optional.empty());
    }

    private static SessionRequest.Endpointing endpointing(Endpointing endpointing) throws SessionRefusedException {
        return new SessionRequest.Endpointing(
                endpointing.hasSilence()
                        ? Optional.of(duration("metadata.endpointing.silence", endpointing.getSilence()))
                        : Optional.empty(),
                endpointing.hasMaxSegment()
                        ? Optional.of(duration("metadata.endpointing.max_segment", endpointing.getMaxSegment()))
                        : Optional.empty());
    }

    private static AudioFormat.Encoding encoding(AudioMetadata metadata) throws SessionRefusedException {
        AudioEncoding encoding = metadata.getEncoding();
        return switch (encoding) {
            case AUDIO_ENCODING_UNSPECIFIED -> AudioFormat.Encoding.AUTO;
            case AUDIO_ENCODING_PCM_S16LE -> AudioFormat.Encoding.PCM_S16LE;
            case AUDIO_ENCODING_PCM_F32LE -> AudioFormat.Encoding.PCM_F32LE;
            case AUDIO_ENCODING_PCM_S24LE -> AudioFormat.Encoding.PCM_S24LE;
            case AUDIO_ENCODING_PCM_S32LE -> AudioFormat.Encoding.PCM_S32LE;
            case AUDIO_ENCODING_MULAW -> AudioFormat.Encoding.MULAW;
            case AUDIO_ENCODING_ALAW -> AudioFormat.Encoding.ALAW;
            case AUDIO_ENCODING_WAV -> AudioFormat.Encoding.WAV;
            case UNRECOGNIZED ->
                throw new SessionRefusedException(
                        Reason.INVALID,
                        "metadata.encoding",
                        "this service does not know encoding %d; it accepts PCM, mu-law, A-law and WAV"
                                .formatted(metadata.getEncodingValue()));
        };
    }

    private static boolean translate(AudioMetadata metadata) throws SessionRefusedException {
        Task task = metadata.getTask();
        return switch (task) {
            case TASK_UNSPECIFIED, TASK_TRANSCRIBE -> false;
            case TASK_TRANSLATE -> true;
            case UNRECOGNIZED ->
                throw new SessionRefusedException(
                        Reason.INVALID,
                        "metadata.task",
                        "this service does not know task %d; it can transcribe and translate"
                                .formatted(metadata.getTaskValue()));
        };
    }

    private static Duration duration(String field, com.google.protobuf.Duration duration)
            throws SessionRefusedException {
        try {
            return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
        } catch (ArithmeticException e) {
            throw new SessionRefusedException(Reason.INVALID, field, "the duration is out of range: " + e.getMessage());
        }
    }
}
