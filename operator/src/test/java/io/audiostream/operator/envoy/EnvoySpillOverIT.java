package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.RetryInfo;
import io.audiostream.operator.model.PeerSettings;
import io.audiostream.operator.model.PeerSettings.PeerAddress;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Streams that find no slot in their own pod. */
class EnvoySpillOverIT extends SpillOverFixture {
    private static final Metadata.Key<String> SPILLED_FROM = key("x-audiostream-spilled-from");

    private final AtomicReference<Metadata> trailers = new AtomicReference<>();
    private Channel channel;

    @Test
    void fillsEverySlotOfEveryPodOverOneConnection() throws Exception {
        // given
        startPods(4, 3);

        // when
        var calls = openStreamsAtOnce(channel(), 12);

        // then
        assertThat(pods).allSatisfy(pod -> assertThat(pod.transcriber().inUse()).isEqualTo(3));
        assertThat(own().stat("http.clients.downstream_cx_total")).isEqualTo(1);
        for (var call : calls) {
            assertThat(call.send(1)).isEqualTo("chunk 1");
            assertThat(call.finish()).isEqualTo(Status.OK);
        }
    }

    @Test
    void refusesStreamBeyondAllSlotsWithMessageOfTranscriber() throws Exception {
        // given
        startPods(4, 1);
        openStreams(channel(), 4);
        var before = refusals();

        // when
        var status = Call.open(channel()).awaitEnd();

        // then
        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).contains("all 1 slots are in use");
        assertThat(StatusProto.fromStatusAndTrailers(status, trailers.get())
                        .getDetails(0)
                        .unpack(RetryInfo.class)
                        .getRetryDelay()
                        .getSeconds())
                .isPositive();
        assertThat(trailers.get().keys()).doesNotContain("x-audiostream-refused");
        assertThat(refusals() - before)
                .as("tries: own pod, each of four, own pod")
                .isLessThanOrEqualTo(6);
    }

    @Test
    void triesEveryPeerBeforeRefusal() throws Exception {
        // given
        startPods(4, 1);
        openStreams(channel(), 3);
        openStreams(pods.get(1).envoy().channel(), 1).getFirst().finish();

        // when
        for (var round = 0; round < 10; round++) {
            var call = Call.open(channel());

            // then
            assertThat(call.send(0)).isEqualTo("chunk 0");
            assertThat(call.finish()).isEqualTo(Status.OK);
            EnvoyFixture.eventually().until(() -> slotsInUse() == 3);
        }
    }

    @Test
    void forwardsNoStreamThatCameFromPeer() throws Exception {
        // given
        startPods(2, 1);
        openStreams(channel(), 2);

        // when
        Call.open(channel()).awaitEnd();

        // then
        assertThat(own().stat("http.spill-over.downstream_rq_total")).isEqualTo(2);
        assertThat(pods.get(1).stat("http.spill-over.downstream_rq_total")).isZero();
    }

    @Test
    void servesNextStreamInOwnPodOnceItHasSlot() throws Exception {
        // given
        startPods(2, 1);
        var calls = openStreams(channel(), 2);
        calls.getFirst().finish();
        EnvoyFixture.eventually().until(() -> slotsInUse() == 1);

        // when
        openStreams(channel(), 1);

        // then
        assertThat(own().transcriber().accepted()).hasSize(2);
        assertThat(pods.get(1).transcriber().accepted()).hasSize(1);
    }

    @Test
    void passesOriginClientAddressAndRequestIdToPeer() throws Exception {
        // given
        startPods(2, 1);
        openStreams(channel(), 1);

        // when
        openStreams(withHeader(channel(), key("x-request-id"), "call-7"), 1)
                .getFirst()
                .finish();

        // then
        assertThat(pods.get(1).transcriber().accepted()).singleElement().satisfies(headers -> {
            assertThat(headers.get(SPILLED_FROM)).isEqualTo(own().name());
            assertThat(headers.get(key("x-forwarded-for")))
                    .isEqualTo(own().transcriber().accepted().getFirst().get(key("x-forwarded-for")));
            assertThat(headers.get(key("x-request-id"))).isEqualTo("call-7");
        });
        EnvoyFixture.eventually()
                .untilAsserted(() -> assertThat(pods.get(1).envoy().log())
                        .contains("\"spilled_from\":\"" + own().name() + "\"", "\"request_id\":\"call-7\""));
    }

    @Test
    void removesOriginThatClientSends() throws Exception {
        // given
        startPods(1, 1);

        // when
        openStreams(withHeader(channel(), SPILLED_FROM, "forged"), 1);

        // then
        assertThat(own().transcriber().accepted())
                .singleElement()
                .satisfies(headers -> assertThat(headers.get(SPILLED_FROM)).isNull());
    }

    @Test
    void ignoresRetriesThatClientAsksFor() throws Exception {
        // given
        startPods(2, 1);
        openStreams(channel(), 2);
        var before = refusals();
        var retries = withHeader(channel(), key("x-envoy-max-retries"), "100");

        // when
        Call.open(withHeader(retries, key("x-envoy-retry-grpc-on"), "resource-exhausted"))
                .awaitEnd();

        // then
        assertThat(refusals() - before)
                .as("tries: own pod, each of two, own pod")
                .isLessThanOrEqualTo(4);
    }

    @Test
    void endsStreamWhosePeerDies() throws Exception {
        // given
        startPods(2, 1);
        openStreams(channel(), 1);
        var peer = pods.get(1);
        peer.transcriber().hang();
        var call = Call.open(channel());
        EnvoyFixture.eventually().until(() -> peer.stat("cluster.transcriber-grpc.upstream_rq_active") == 1);

        // when
        peer.envoy().kill();

        // then
        assertThat(call.awaitEnd().getCode()).isIn(Status.Code.UNAVAILABLE, Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void endsRunningStreamWhosePeerDies() throws Exception {
        // given
        startPods(2, 1);
        var spilled = openStreams(channel(), 2).getLast();

        // when
        pods.get(1).envoy().kill();

        // then
        // Envoy resets a stream whose response has begun, as it does if its own transcriber dies.
        assertThat(spilled.awaitEnd().getCode()).isIn(Status.Code.UNAVAILABLE, Status.Code.INTERNAL);
    }

    @Test
    void goesOnToNextPeerIfOneIsGone() throws Exception {
        // given
        startPods(3, 2);
        openStreams(channel(), 2);

        // when
        pods.get(1).envoy().kill();

        // then
        openStreams(channel(), 2);
        assertThat(pods.get(2).transcriber().inUse()).isEqualTo(2);
        EnvoyFixture.eventually().until(() -> healthyPeers(own()) == 2);
    }

    @Test
    void sendsNothingToPeerThatDrains() throws Exception {
        // given
        startPods(3, 2);
        openStreams(channel(), 2);

        // when
        pods.get(1).transcriber().drain();
        EnvoyFixture.eventually().until(() -> healthyPeers(own()) == 2);

        // then
        openStreams(channel(), 2);
        assertThat(Call.open(channel()).awaitEnd().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(pods.get(1).transcriber().accepted()).isEmpty();
    }

    /** A pod without a free slot stays healthy, so it gets streams as soon as it has one. */
    @Test
    void keepsPeerWithoutSlot() throws Exception {
        // given
        startPods(2, 1);
        var calls = openStreams(channel(), 2);
        var checks = own().stat("cluster.peers.health_check.attempt");
        EnvoyFixture.eventually().until(() -> own().stat("cluster.peers.health_check.attempt") > checks + 2);

        // when
        calls.getLast().finish();
        EnvoyFixture.eventually().until(() -> slotsInUse() == 1);

        // then
        assertThat(openStreams(channel(), 1)).hasSize(1);
    }

    @Test
    void refusesWithMessageOfOwnTranscriberIfNoPeerIsReachable() throws Exception {
        // given
        startPods(1, 1);
        own().envoy()
                .change(models ->
                        models.peers(unreachable(models.model().peers().orElseThrow())));
        EnvoyFixture.eventually().until(() -> own().stat("cluster_manager.cluster_modified") >= 1);
        openStreams(channel(), 1);

        // when
        var status = Call.open(channel()).awaitEnd();

        // then
        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).contains("all 1 slots are in use");
    }

    @Test
    void keepsSpilledStreamsWhenNumberOfPodsChanges() throws Exception {
        // given
        startPods(2, 1);
        var calls = openStreams(channel(), 2);

        // when
        own().envoy().change(models -> models.peers(more(models.model().peers().orElseThrow())));
        EnvoyFixture.eventually().until(() -> own().stat("http.spill-over.rds.spill-over.update_success") == 2);

        // then
        for (var call : calls) {
            assertThat(call.send(1)).isEqualTo("chunk 1");
        }
        assertThat(own().stat("listener_manager.listener_modified")).isZero();
        assertThat(own().stat("cluster_manager.cluster_modified")).isZero();
    }

    @Test
    void sendsUploadOverHttpToPeer() throws Exception {
        // given
        startPods(2, 1);
        openStreams(channel(), 1);

        // when
        var response = own().envoy()
                .http(HttpRequest.newBuilder(own().envoy().uri("/v1/audio/transcriptions"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[500_000]))
                        .build());

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("spilled from " + own().name());
    }

    @Test
    void sendsRecordingInJsonToPeer() throws Exception {
        // given
        startPods(2, 1);
        openStreams(channel(), 1);

        // when
        var response = own().envoy()
                .http(HttpRequest.newBuilder(own().envoy().uri("/v1/transcribe"))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"audioData\": \"AAAA\"}"))
                        .build());

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(pods.get(1).transcriber().accepted())
                .singleElement()
                .satisfies(headers -> assertThat(headers.get(SPILLED_FROM)).isEqualTo(own().name()));
    }

    /** The transcriber reads these statistics. */
    @Test
    void reportsVersionOfRoutesBetweenPods() throws Exception {
        // given
        startPods(1, 1);

        // when
        own().envoy().change(models -> models.requestTimeout(Duration.ofSeconds(7)));

        // then
        var version = EnvoyConfig.of(own().envoy().proxy()).version().routes();
        for (var routes : List.of("clients.rds.audiostream", "spill-over.rds.spill-over", "peers.rds.peers")) {
            EnvoyFixture.eventually()
                    .until(() -> own().envoy()
                            .text("http." + routes + ".version_text")
                            .equals(version));
        }
    }

    @Test
    void refusesUploadOverHttpBeyondAllSlots() throws Exception {
        // given
        startPods(2, 1);
        openStreams(channel(), 2);

        // when
        var response = own().envoy()
                .http(HttpRequest.newBuilder(own().envoy().uri("/v1/audio/transcriptions"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[100]))
                        .build());

        // then
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.body()).isEqualTo("all slots are in use");
        assertThat(response.headers().firstValue("x-audiostream-refused")).isEmpty();
    }

    private Pod own() {
        return pods.getFirst();
    }

    /** Returns a channel to the first pod: one connection, however often a test asks for it. */
    private Channel channel() {
        if (channel == null) {
            channel = own().envoy().channel();
        }
        return ClientInterceptors.intercept(
                channel, MetadataUtils.newCaptureMetadataInterceptor(new AtomicReference<>(), trailers));
    }

    private long refusals() {
        return pods.stream().mapToLong(pod -> pod.transcriber().refused()).sum();
    }

    private long slotsInUse() {
        return pods.stream().mapToLong(pod -> pod.transcriber().inUse()).sum();
    }

    private static PeerSettings unreachable(PeerSettings settings) {
        return new PeerSettings(
                settings.port(), List.of(new PeerAddress("127.0.0.1", 1)), settings.certificateFolder(), 1);
    }

    private static PeerSettings more(PeerSettings settings) {
        return new PeerSettings(settings.port(), settings.addresses(), settings.certificateFolder(), 10);
    }

    private static Channel withHeader(Channel channel, Metadata.Key<String> key, String value) {
        var headers = new Metadata();
        headers.put(key, value);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
