package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.proto.AudioChunk;
import io.grpc.ConnectivityState;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SIGTERM during live streams. */
class DrainIT {

    private static final int EXIT_SIGTERM = 128 + 15;

    /** The drain timeout is long, so that a slow machine completes the streams within it. */
    private final LocalService service = LocalService.start("  drainTimeout: 10m\n");

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        http.close();
        service.close();
    }

    /** Examines the whole drain at once, because each drain ends its service and a service takes long to start. */
    @Test
    void completesOldAndNewStreamsOnSigtermAndExits() {
        // given
        var running = new ResponseRecorder();
        StreamObserver<AudioChunk> runningStream = openStream(running);
        var children = service.operator().children();

        // when
        service.operator().terminate();
        awaitNotReady();
        var late = new ResponseRecorder();
        StreamObserver<AudioChunk> lateStream = openStream(late);

        // then
        await().atMost(Timeouts.EVENT)
                .untilAsserted(() -> assertThat(service.connectivity())
                        .as("the channel, which has left the old connection after its GOAWAY")
                        .isEqualTo(ConnectivityState.IDLE));

        // when
        lateStream.onCompleted();
        runningStream.onCompleted();

        // then
        assertThat(late.awaitStatus()).isEqualTo(Status.OK);
        assertThat(late.finalText()).contains(Recording.PHRASE_TEXT);
        assertThat(running.awaitStatus()).isEqualTo(Status.OK);
        assertThat(running.finalText()).contains(Recording.PHRASE_TEXT);
        assertThat(service.operator().awaitExit()).isEqualTo(EXIT_SIGTERM);
        assertThat(children).hasSize(2).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void completesOpenStreamAndStopsAllProcessesWhenTranscriberIsTerminated() {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = openStream(responses);
        var children = service.operator().children();

        // when
        service.transcriber().destroy();
        stream.onCompleted();

        // then
        assertThat(responses.awaitStatus()).isEqualTo(Status.OK);
        assertThat(responses.finalText()).contains(Recording.PHRASE_TEXT);
        service.operator().terminate();
        service.operator().awaitExit();
        assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }

    /** Sends a recording and waits for the first response. */
    private StreamObserver<AudioChunk> openStream(ResponseRecorder responses) {
        StreamObserver<AudioChunk> stream = service.asyncStub().streamAudio(responses);
        stream.onNext(AudioChunk.newBuilder().setAudioData(Recording.jfk()).build());
        await().atMost(Timeouts.EVENT).until(() -> !responses.responses().isEmpty());
        return stream;
    }

    /** Waits until the transcriber reports that it drains: readiness fails, or Envoy accepts no connection any more. */
    private void awaitNotReady() {
        var request = HttpRequest.newBuilder(URI.create("http://" + service.endpoint() + "/readyz"))
                .build();
        await().atMost(Timeouts.EVENT).until(() -> {
            try {
                return http.send(request, BodyHandlers.discarding()).statusCode() != 200;
            } catch (IOException e) {
                return true;
            }
        });
    }
}
