package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.Transcoder;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Consumes the audio of a session: decodes the chunks, and passes the samples to the channels. Separate channels open
 * with the first sample, because the header of a file has their number. Used on the session's executor only, except for
 * {@link #currentPause} and {@link #endpointingSilence}.
 */
final class AudioConsumption {

    /** Speech of a channel whose finals are pending, above which the session consumes no more audio. */
    private static final long MAX_BACKLOG_SAMPLES = 60L * SpeechEngine.SAMPLE_RATE_HERTZ;

    private final SessionConfig config;
    private final AudioIntake intake;
    private final ChannelOpener opener;
    private final SessionStats stats;
    private final ClientPace pace;
    private final List<ChannelTranscription> channels = new ArrayList<>();
    private UtteranceOptions options;
    private volatile Duration currentPause = Duration.ZERO;
    private volatile Duration endpointingSilence;

    /** What {@link #next} did. */
    enum Outcome {
        /** Processed a slice. */
        PROCESSED,
        /** Did nothing: no audio is decoded, or too many finals are pending. */
        WAITING,
        /** Processed the end of the audio. */
        ENDED
    }

    /** Opens the channels of the session. */
    interface ChannelOpener {

        /** @throws SessionRefusedException if the server has no slot for one of these separate channels */
        void occupySlots(int channels) throws SessionRefusedException;

        /**
         * @param number 1 for the first separate channel; 0 if the channels are mixed
         * @param skipped samples at the beginning that count as silence
         */
        ChannelTranscription open(int number, long skipped);
    }

    /**
     * @param transcoders decode compressed audio
     * @param onProgress called on any thread when {@link #next} may have more to process
     */
    AudioConsumption(
            SessionConfig config,
            Transcoder.Factory transcoders,
            Runnable onProgress,
            ChannelOpener opener,
            SessionStats stats,
            ClientPace pace) {
        this.config = config;
        options = config.utterances();
        endpointingSilence = options.endpointing().silence();
        intake = new AudioIntake(config.format(), stats, transcoders, onProgress);
        this.opener = opener;
        this.stats = stats;
        this.pace = pace;
    }

    /** Queues a chunk. */
    void add(int number, ByteBuffer bytes, Runnable onConsumed) {
        intake.add(number, bytes, () -> {
            pace.processed();
            onConsumed.run();
        });
    }

    /** Changes how the utterances are transcribed that open from now on. */
    void configure(UtteranceOptions changed) {
        options = changed;
        channels.forEach(channel -> channel.configure(changed));
        endpointingSilence = longestSilence();
    }

    /** Marks the end of the audio: no chunk follows. */
    void end() {
        intake.end();
    }

    /** Returns whether {@link #next} may have audio to process, or the end of the audio. */
    boolean hasNext() {
        return intake.hasAudio() || intake.exhausted();
    }

    /** Processes the next slice, which has at most a second of audio, or the end of the audio. */
    Outcome next() throws AudioException, SessionRefusedException {
        if (channels.stream().anyMatch(channel -> channel.backlog() >= MAX_BACKLOG_SAMPLES)) {
            return Outcome.WAITING;
        }
        AudioIntake.Slice slice = intake.next(received());
        if (slice != null) {
            process(slice.channels());
            slice.onProcessed().run();
            return Outcome.PROCESSED;
        }
        if (!intake.exhausted()) {
            return Outcome.WAITING;
        }
        if (received() == 0) {
            throw new AudioException("audio_data", "the audio is empty: it has no samples");
        }
        return Outcome.ENDED;
    }

    private void process(float[][] samples) throws SessionRefusedException {
        if (channels.isEmpty() && samples.length > 0) {
            openChannels(samples.length);
        }
        for (int channel = 0; channel < samples.length; channel++) {
            channels.get(channel).process(samples[channel]);
        }
        if (samples.length > 0) {
            pace.audio(samples[0].length);
        }
        currentPause = pauseOfSpeech();
        endpointingSilence = longestSilence();
        onCommitted();
    }

    private void openChannels(int count) throws SessionRefusedException {
        if (config.format().channelMode().isSeparate()) {
            openSeparateChannels(count);
        } else {
            channels.add(opener.open(0, 0));
        }
        channels.forEach(channel -> channel.configure(options));
    }

    private void openSeparateChannels(int count) throws SessionRefusedException {
        List<Duration> skips = config.channelSkips();
        if (!skips.isEmpty() && skips.size() != count) {
            throw new SessionRefusedException(
                    Reason.INVALID,
                    "metadata.channel_skips",
                    "there are %d durations for %d channels: send one for each, or none"
                            .formatted(skips.size(), count));
        }
        opener.occupySlots(count);
        for (int i = 0; i < count; i++) {
            channels.add(opener.open(i + 1, skips.isEmpty() ? 0 : Segment.samples(skips.get(i))));
        }
    }

    private Duration longestSilence() {
        return channels.stream()
                .map(ChannelTranscription::endpointingSilence)
                .max(Duration::compareTo)
                .orElse(options.endpointing().silence());
    }

    /** Returns the shortest pause of the channels in which speech is open; zero if there is none. */
    private Duration pauseOfSpeech() {
        return channels.stream()
                .filter(ChannelTranscription::hasOpenUtterance)
                .map(ChannelTranscription::currentPause)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Closes the open utterances. */
    void closeUtterances(EndReason reason) {
        channels.forEach(channel -> channel.closeUtterance(reason));
    }

    /**
     * Closes the open utterances of a session whose client resumes.
     *
     * @param exactTimes whether the times of words are exact enough to find the beginning of the last one
     */
    void closeForResume(EndReason reason, boolean exactTimes) {
        channels.forEach(channel -> channel.closeForResume(reason, exactTimes, intake::chunkStartsAfter));
    }

    /** Closes the open utterances, because the client sends no audio. Audio that follows is not continuous. */
    void mute() {
        channels.forEach(ChannelTranscription::mute);
        currentPause = Duration.ZERO;
    }

    /** Returns the pause in which the processed audio ends; zero outside of an utterance. Any thread may call it. */
    Duration currentPause() {
        return currentPause;
    }

    /** Returns the pause that ends the open utterances, or the next ones if none is open. Any thread may call it. */
    Duration endpointingSilence() {
        return endpointingSilence;
    }

    boolean hasPendingFinals() {
        return channels.stream().anyMatch(ChannelTranscription::hasPendingFinals);
    }

    /** Updates what depends on the committed audio. */
    void onCommitted() {
        long received = received();
        long committed = committed();
        intake.forgetBefore(committed, received);
        stats.audioReceived(
                received * channels.size(),
                channels.stream()
                        .mapToLong(channel -> Math.min(received, channel.committed()))
                        .sum(),
                received - committed);
    }

    private long received() {
        // The first channel takes each slice first: what it reports meanwhile counts the slice as received.
        return channels.isEmpty() ? 0 : channels.getFirst().received();
    }

    /** Returns the position before which the audio of every channel is committed. */
    private long committed() {
        return channels.stream().mapToLong(ChannelTranscription::committed).reduce(received(), Math::min);
    }

    SegmentResult.Progress progress() {
        long received = received();
        long committed = committed();
        return new SegmentResult.Progress(
                Segment.time(received),
                Segment.time(committed),
                intake.chunkAt(committed, received),
                config.format().channelMode().isSeparate() ? committedOfEach() : List.of());
    }

    private List<Duration> committedOfEach() {
        return channels.stream()
                .map(channel -> Segment.time(channel.committed()))
                .toList();
    }
}
