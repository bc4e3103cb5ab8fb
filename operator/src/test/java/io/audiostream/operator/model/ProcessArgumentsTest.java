package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.ResourceFiles;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessArgumentsTest {
    private static final String WEIGHTS = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9";
    private static final String SHA256 = "c577b9a86e7e048a0b7eada054f4dd79a56bbfa911fbdacf900ac5b567cbb7d9";

    @Test
    void downloadsEveryFileOfPresetWithChecksum() {
        // when
        var arguments = inPod("minimal.yaml");

        // then
        assertThat(arguments.fetchModel())
                .get()
                .asList()
                .startsWith("fetch-model", "--uri")
                .containsSequence("--file", "/models/faster-whisper-base/config.json", "--uri")
                .containsSequence("--file", "/models/faster-whisper-base/vocabulary.txt", "--uri")
                .endsWith("--sha256", WEIGHTS, "--file", "/models/faster-whisper-base/model.bin")
                .hasSize(1 + 3 * 6);
    }

    @Test
    void downloadsGgmlModelAsOneFile() {
        // when
        var arguments = inPod("uri.yaml");

        // then
        assertThat(arguments.fetchModel())
                .get()
                .asList()
                .hasSize(1 + 6)
                .endsWith("--sha256", SHA256, "--file", "/models/ggml-base-q8_0.bin");
    }

    @Test
    void passesAccessToServerOfModel() {
        // when
        var arguments = inPod("private.yaml");

        // then
        assertThat(arguments.fetchModel())
                .get()
                .asList()
                .containsSequence(
                        "--credentials",
                        "model-server=/etc/audiostream/model-credentials",
                        "--credentials-header",
                        "X-JFrog-Art-Api",
                        "--ca",
                        "configmap/corporate-ca=/etc/audiostream/model-ca",
                        "--ca-key",
                        "ca-bundle.crt",
                        "--https-proxy",
                        "http://proxy.example.com:3128",
                        "--http-proxy",
                        "http://proxy.example.com:3128",
                        "--no-proxy",
                        ".cluster.local,artifacts.example.com");
        assertThat(arguments.checkSecrets())
                .get()
                .asList()
                .containsExactly(
                        "check-secrets",
                        "--model-credentials",
                        "model-server=/etc/audiostream/model-credentials",
                        "--model-ca",
                        "configmap/corporate-ca=/etc/audiostream/model-ca",
                        "--model-ca-key",
                        "ca-bundle.crt");
    }

    @Test
    void signsRequestsToStoreWithKeysOfSecret() {
        // when
        var arguments = inPod("s3.yaml");

        // then
        assertThat(arguments.fetchModel())
                .get()
                .asList()
                .containsSequence("--uri", "http://minio.storage.svc:9000/models/whisper/ggml-base-q8_0.bin")
                .endsWith(
                        "--credentials", "model-store=/etc/audiostream/model-credentials", "--s3-region", "us-east-1");
        assertThat(arguments.checkSecrets()).get().asList().endsWith("--model-s3");
    }

    @Test
    void passesResourceToTranscriber() {
        // when
        var arguments = inPod("minimal.yaml");

        // then
        assertThat(String.join(" ", arguments.transcriber()))
                .isEqualTo("serve --model-file /models/faster-whisper-base --model-name base --model-sha256 " + WEIGHTS
                        + " --language auto --slots 4 --host 127.0.0.1 --grpc-port 50052 --http-host 0.0.0.0"
                        + " --http-port 8001 --max-receive-message-size 52428800 --max-send-message-size 52428800"
                        + " --drain-timeout 30s --envoy-admin unix:/run/envoy/admin.sock");
    }

    @Test
    void passesThreadsIfSet() {
        // when
        var arguments = inPod("full.yaml");

        // then
        assertThat(arguments.transcriber()).containsSequence("--slots", "8", "--threads", "4");
    }

    @Test
    void passesMaximumStreamAgeIfSet() {
        // when
        var arguments = inPod("full.yaml");

        // then
        assertThat(arguments.transcriber()).containsSubsequence("--max-stream-age", "4h", "--drain-timeout", "5m");
    }

    @Test
    void passesNoTimeoutThatEnvoySetsInHeaders() {
        // when
        var arguments = arguments("envoy: {streamIdleTimeout: 2h, requestTimeout: 20m}");

        // then
        assertThat(arguments.transcriber())
                .isEqualTo(arguments("envoy: {}").transcriber())
                .doesNotContain("2h", "20m");
    }

    @Test
    void downloadsNothingForModelOnVolume() {
        // when
        var arguments = inPod("volume.yaml");

        // then
        assertThat(arguments.fetchModel()).isEmpty();
        assertThat(arguments.transcriber())
                .containsSequence("--model-file", "/models/whisper/ggml-base-q8_0.bin")
                .containsSequence("--model-sha256", SHA256);
    }

    @Test
    void downloadsNothingForModelInImage() {
        // when
        var arguments = inPod("image.yaml");

        // then
        assertThat(arguments.fetchModel()).isEmpty();
        assertThat(arguments.transcriber()).containsSequence("--model-file", "/models/whisper/ggml-base-q8_0.bin");
    }

    @Test
    void servesCachedModelFromDownloadedFile() {
        // when
        var arguments = inPod("cached.yaml");

        // then
        var folder = "/models/" + WEIGHTS + "/faster-whisper-base";
        assertThat(arguments.fetchModel()).get().asList().containsSequence("--file", folder + "/model.bin");
        assertThat(arguments.transcriber()).containsSequence("--model-file", folder);
    }

    @Test
    void boundsCache() {
        // given
        var service = DesiredService.of(ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some}
                spec: {model: {name: base, cache: {claimName: models, maxSize: 20Gi, maxUnusedAge: 720h}}}
                """));

        // when
        var arguments = service.arguments(service.inPod());

        // then
        assertThat(arguments.fetchModel())
                .get()
                .asList()
                .containsSequence("--cache-max-size", "21474836480", "--cache-max-unused-age", "720h");
    }

    /** An older image refuses an unknown option. */
    @Test
    void passesNoBoundsOfCacheWithout() {
        // when
        var arguments = inPod("cached.yaml");

        // then
        assertThat(String.join(" ", arguments.fetchModel().orElseThrow())).doesNotContain("--cache");
    }

    @Test
    void changesOnlyAddressesPortsAndPathsWithPlacement() {
        // given
        var service = DesiredService.of(ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("minimal.yaml")));
        var here = new Placement(
                "127.0.0.1", new Ports(1, 2, 3, 4, 5), "/cache/model", "/tmp/envoy", "/tmp/admin.sock", "/run/secrets");

        // when
        var transcriber = String.join(" ", service.arguments(here).transcriber());

        // then
        var inPod = String.join(" ", service.arguments(service.inPod()).transcriber());
        assertThat(transcriber)
                .isEqualTo(inPod.replace("/models/faster-whisper-base", "/cache/model")
                        .replace("--grpc-port 50052", "--grpc-port 2")
                        .replace("--http-port 8001", "--http-port 4 --api-port 3")
                        .replace("--http-host 0.0.0.0", "--http-host 127.0.0.1")
                        .replace("--envoy-admin unix:/run/envoy/admin.sock", "--envoy-admin unix:/tmp/admin.sock"));
        assertThat(service.arguments(here).envoy()).containsSequence("--config-path", "/tmp/envoy/bootstrap.yaml");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 2",
        "'limits: {cpu: 100m}', 1",
        "'limits: {cpu: 1}', 1",
        "'limits: {cpu: 2500m}', 3",
        "'limits: {memory: 1Gi}', 2"
    })
    void startsEnvoyWithThreadForEachCpuOfItsLimit(String resources, String threads) {
        // when
        var arguments = arguments(resources.isEmpty() ? "slots: 4" : "envoy: {resources: {%s}}".formatted(resources));

        // then
        assertThat(arguments.envoy()).containsSequence("--concurrency", threads);
    }

    @Test
    void passesEngineOnlyIfResourceNamesIt() {
        // when / then
        assertThat(arguments("engine: whisper.cpp").transcriber()).containsSequence("--engine", "whisper.cpp");
        assertThat(arguments("engine: auto").transcriber()).doesNotContain("--engine");
    }

    @Test
    void passesTracingAsEnvironment() {
        // when / then
        assertThat(arguments("tracing: {endpoint: http://collector:4318, samplingPercentage: 5}")
                        .environment())
                .isEqualTo(Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318",
                        "OTEL_RESOURCE_ATTRIBUTES", "k8s.namespace.name=team",
                        "OTEL_SERVICE_NAME", "some",
                        "OTEL_TRACES_SAMPLER", "parentbased_traceidratio",
                        "OTEL_TRACES_SAMPLER_ARG", "0.05"));
        assertThat(arguments("slots: 4").environment()).isEmpty();
    }

    @Test
    void passesLevelOfTranscriberAsEnvironment() {
        // when / then
        assertThat(arguments("logging: {level: Debug}").environment())
                .isEqualTo(Map.of("AUDIOSTREAM_LOG_LEVEL", "DEBUG"));
        assertThat(arguments("logging: {level: Warn}").environment())
                .isEqualTo(Map.of("AUDIOSTREAM_LOG_LEVEL", "WARN"));
    }

    /** A variable with the default would replace the pods of every resource at an upgrade. */
    @Test
    void passesNoVariableForDefaultLevel() {
        // when / then
        assertThat(arguments("logging: {level: Info}").environment()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Error, error", "Warn, warning", "Info, info"})
    void passesLevelOfEnvoy(String level, String name) {
        // when / then
        assertThat(arguments("envoy: {logLevel: %s}".formatted(level)).envoy()).containsSequence("--log-level", name);
    }

    private static ProcessArguments arguments(String field) {
        var service = DesiredService.of(ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some, namespace: team}
                spec:
                  model: {name: base}
                  %s
                """.formatted(field)));
        return service.arguments(service.inPod());
    }

    private static ProcessArguments inPod(String example) {
        var service = DesiredService.of(ResourceFiles.read(ResourceFiles.EXAMPLES.resolve(example)));
        return service.arguments(service.inPod());
    }
}
