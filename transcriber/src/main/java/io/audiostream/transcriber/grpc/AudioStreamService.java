package io.audiostream.transcriber.grpc;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceImplBase;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.contract.ResponseStamp;
import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.SessionRequest;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamTimeouts;
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
    private final ResponseStamp stamp;
    private final UnaryTimeout unaryTimeout;
    private final StreamTimeouts streamTimeouts;

    /**
     * @param clock provides the timestamps of responses
     * @param unaryTimeout ends TranscribeAudio calls that exceed the time limit
     * @param streamTimeouts limits the time of StreamAudio and UploadAudio calls
     */
    public AudioStreamService(
            Sessions sessions, InstantSource clock, UnaryTimeout unaryTimeout, StreamTimeouts streamTimeouts) {
        this.sessions = sessions;
        stamp = new ResponseStamp(sessions, clock);
        this.unaryTimeout = unaryTimeout;
        this.streamTimeouts = streamTimeouts;
    }

    @Override
    public StreamObserver<AudioChunk> streamAudio(StreamObserver<TranscriptionResponse> observer) {
        ResponseSender responses = responses(observer);
        CallContext call = CallContextMapper.current();
        return new ChunkReceiver(
                sessions,
                responses,
                new StreamingResponder(responses),
                UnaryOperator.identity(),
                session -> streamTimeouts.start(session, call));
    }

    @Override
    public StreamObserver<AudioChunk> uploadAudio(StreamObserver<TranscriptionResponse> observer) {
        ResponseSender responses = responses(observer);
        CallContext call = CallContextMapper.current();
        return new ChunkReceiver(
                sessions,
                responses,
                new UnaryResponder(responses),
                SessionRequest::forRecording,
                session -> streamTimeouts.start(session, call));
    }

    @Override
    public void transcribeAudio(AudioFile file, StreamObserver<TranscriptionResponse> observer) {
        ResponseSender responses = responses(observer);
        CallContext call = CallContextMapper.current();
        RecordingSessions.start(
                        sessions,
                        file,
                        responses,
                        new UnaryResponder(responses),
                        SessionRequest::forRecording,
                        Optional.of(timeLeft(call)))
                .ifPresent(session -> unaryTimeout.limit(session, call));
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
    private Duration timeLeft(CallContext call) {
        Deadline deadline = Context.current().getDeadline();
        Duration limit = unaryTimeout.limit(call);
        return deadline == null
                ? limit
                : Duration.ofNanos(Math.min(limit.toNanos(), deadline.timeRemaining(TimeUnit.NANOSECONDS)));
    }

    private ResponseSender responses(StreamObserver<TranscriptionResponse> observer) {
        return new ResponseSender((ServerCallStreamObserver<TranscriptionResponse>) observer, stamp);
    }
}
