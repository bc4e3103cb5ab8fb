package io.audiostream.transcriber.grpc;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceImplBase;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.session.MuteTimeout;
import io.audiostream.transcriber.session.SessionRequest;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamAge;
import io.audiostream.transcriber.session.StreamSession;
import io.audiostream.transcriber.session.UnaryTimeout;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Implements the four calls of the contract; each opens a session. */
public final class AudioStreamService extends AudioStreamServiceImplBase {

    private final Sessions sessions;
    private final InstantSource clock;
    private final UnaryTimeout unaryTimeout;
    private final StreamAge streamAge;
    private final MuteTimeout muteTimeout;

    /**
     * @param clock provides the timestamps of responses
     * @param unaryTimeout ends TranscribeAudio calls that exceed the time limit
     * @param streamAge ends StreamAudio calls at their maximum age
     * @param muteTimeout ends the utterances of StreamAudio calls that send no audio
     */
    public AudioStreamService(
            Sessions sessions,
            InstantSource clock,
            UnaryTimeout unaryTimeout,
            StreamAge streamAge,
            MuteTimeout muteTimeout) {
        this.sessions = sessions;
        this.clock = clock;
        this.unaryTimeout = unaryTimeout;
        this.streamAge = streamAge;
        this.muteTimeout = muteTimeout;
    }

    @Override
    public StreamObserver<AudioChunk> streamAudio(StreamObserver<TranscriptionResponse> observer) {
        ResponseSender responses = responses(observer);
        return new ChunkReceiver(
                sessions, responses, new StreamingResponder(responses), UnaryOperator.identity(), this::limitLive);
    }

    private void limitLive(StreamSession session) {
        streamAge.limit(session);
        muteTimeout.watch(session);
    }

    @Override
    public StreamObserver<AudioChunk> uploadAudio(StreamObserver<TranscriptionResponse> observer) {
        ResponseSender responses = responses(observer);
        return new ChunkReceiver(
                sessions, responses, new UnaryResponder(responses), SessionRequest::forRecording, _ -> {});
    }

    @Override
    public void transcribeAudio(AudioFile file, StreamObserver<TranscriptionResponse> observer) {
        ResponseSender responses = responses(observer);
        RecordingSessions.start(
                        sessions,
                        file,
                        responses,
                        new UnaryResponder(responses),
                        SessionRequest::forRecording,
                        Optional.of(timeLeft()))
                .ifPresent(unaryTimeout::limit);
    }

    @Override
    public void streamTranscriptions(AudioFile file, StreamObserver<TranscriptionResponse> observer) {
        ResponseSender responses = responses(observer);
        RecordingSessions.start(
                sessions,
                file,
                responses,
                new StreamingResponder(responses),
                SessionRequest::forRecording,
                Optional.empty());
    }

    /** Returns how long the current call may take: until its deadline, at most the server's limit. */
    private Duration timeLeft() {
        Deadline deadline = Context.current().getDeadline();
        Duration limit = unaryTimeout.limit();
        return deadline == null
                ? limit
                : Duration.ofNanos(Math.min(limit.toNanos(), deadline.timeRemaining(TimeUnit.NANOSECONDS)));
    }

    private ResponseSender responses(StreamObserver<TranscriptionResponse> observer) {
        return new ResponseSender((ServerCallStreamObserver<TranscriptionResponse>) observer, sessions, clock);
    }
}
