package io.audiostream.systemtest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Paths of the programs and models under test. */
public final class TestPaths {

    /** Root of the repository. */
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    public static final Path AUDIO = ROOT.resolve("dev/audio");

    private TestPaths() {}

    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    public static Path jar(String module) {
        return existing(ROOT.resolve(module + "/target/audiostream-" + module + ".jar"), "./mvnw package");
    }

    /** Returns the jar that holds the command line and all its libraries. */
    public static Path commandLineJar() {
        return existing(ROOT.resolve("client/target/audiostream-client-cli.jar"), "./mvnw package");
    }

    /** Returns the shell zsh. */
    public static Path zsh() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "zsh"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("zsh is needed: install it (Debian: apt-get install zsh)"));
    }

    public static Path envoy() {
        return fromEnvironment("AUDIOSTREAM_ENVOY", "dev/envoy");
    }

    /** Returns the program {@code nginx} or {@code haproxy}. */
    public static Path proxy(String name) {
        return fromEnvironment("AUDIOSTREAM_PROXIES", "dev/proxies").resolve(name);
    }

    /** Returns the ffmpeg that decodes compressed audio, of which the transcriber reads the same variable. */
    public static Path ffmpeg() {
        return fromEnvironment("AUDIOSTREAM_FFMPEG", "dev/ffmpeg");
    }

    /** Returns a file with compressed speech. */
    public static Path compressed(String name) {
        return ROOT.resolve("transcriber/src/test/resources/compressed").resolve(name);
    }

    /** Returns a Chromium. */
    public static Path browser() {
        return fromEnvironment("AUDIOSTREAM_BROWSER", "dev/browser");
    }

    /** Returns the folder with OpenAI's packages for Python and JavaScript. */
    public static Path openAiClients() {
        return fromEnvironment("AUDIOSTREAM_OPENAI_CLIENTS", "dev/openai-clients");
    }

    /** Returns the Python that has the agent frameworks LiveKit and Pipecat. */
    public static Path agentPython() {
        return fromEnvironment("AUDIOSTREAM_AGENT_CLIENTS", "dev/agent-clients").resolve("venv/bin/python");
    }

    /** Returns the program schemathesis. */
    public static Path schemathesis() {
        return fromEnvironment("AUDIOSTREAM_SCHEMATHESIS", "dev/schemathesis");
    }

    /** Returns the folder with the clients of {@code docs/clients/examples}. */
    public static Path grpcClients() {
        return fromEnvironment("AUDIOSTREAM_GRPC_CLIENTS", "dev/grpc-clients");
    }

    /** Returns the test model as a ggml file, for whisper.cpp. */
    public static Path ggmlModel() {
        return fromEnvironment("AUDIOSTREAM_TEST_MODEL", "dev/model");
    }

    /** Returns the test model as a folder, for CTranslate2. */
    public static Path ct2Model() {
        return fromEnvironment("AUDIOSTREAM_TEST_MODEL_CT2", "dev/model ct2");
    }

    public static Path grpcurl() {
        return fromEnvironment("AUDIOSTREAM_GRPCURL", "dev/kube");
    }

    public static Path helm() {
        return existing(grpcurl().resolveSibling("helm"), "dev/kube");
    }

    /** Returns Prometheus' checker of alert rules. */
    public static Path promtool() {
        return existing(grpcurl().resolveSibling("promtool"), "dev/kube");
    }

    /** Returns the program that lists the metrics of PromQL expressions. */
    public static Path metricNames() {
        return existing(grpcurl().resolveSibling("metric-names"), "dev/kube");
    }

    /** Returns the validator of bundles for the Operator Lifecycle Manager. */
    public static Path operatorVerify() {
        return existing(grpcurl().resolveSibling("operator-verify"), "dev/kube");
    }

    private static Path fromEnvironment(String variable, String script) {
        String value = System.getenv(variable);
        if (value == null) {
            throw new AssertionError(variable + " is not set: set it to the path that `" + script + "` prints");
        }
        return existing(Path.of(value), script);
    }

    private static Path existing(Path file, String script) {
        if (!Files.exists(file)) {
            throw new AssertionError("there is no " + file + ": `" + script + "` makes it");
        }
        return file;
    }
}
