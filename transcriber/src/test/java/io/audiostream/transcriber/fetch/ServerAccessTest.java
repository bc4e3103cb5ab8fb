package io.audiostream.transcriber.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.audiostream.commandline.CommandLines;
import io.audiostream.transcriber.secrets.SecretException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs the command with the options that tell how a server is reached. */
class ServerAccessTest {

    private static final byte[] MODEL = "model".getBytes(StandardCharsets.US_ASCII);
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path dir;

    private final StringWriter errors = new StringWriter();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void createFolders() throws IOException {
        Files.createDirectories(dir.resolve("secret"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve(server);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void trustsAuthorityOfUser() throws Exception {
        // given
        var https = startHttps();

        // when
        int exitCode = fetch(https, "--ca", "configmap/corporate=" + dir.resolve("secret"));

        // then
        assertThat(exitCode).as(errors::toString).isZero();
        assertThat(dir.resolve("model.bin")).hasBinaryContent(MODEL);
    }

    @Test
    void refusesUnknownAuthority() throws Exception {
        // given
        var https = startHttps();
        createCertificate();

        // when / then
        assertThat(fetch(https, "--ca", "corporate=" + dir.resolve("secret"))).isEqualTo(1);
        assertThat(errors.toString()).contains("spec.model.download.caCertificates");
    }

    @Test
    void sendsRequestToProxyOfOption() {
        // given
        var proxy = "http://127.0.0.1:" + server.getAddress().getPort();

        // when
        int exitCode = fetch("http://model.invalid/model.bin", "--http-proxy", proxy);

        // then
        assertThat(exitCode).as(errors::toString).isZero();
        assertThat(seen).containsExactly("http://model.invalid/model.bin");
    }

    @Test
    void bypassesProxyOfOption() {
        // given
        var address = "http://127.0.0.1:" + server.getAddress().getPort() + "/model.bin";

        // when
        int exitCode = fetch(address, "--http-proxy", "http://proxy.invalid:1", "--no-proxy", "127.0.0.1");

        // then
        assertThat(exitCode).as(errors::toString).isZero();
    }

    @Test
    void signsRequestsToStore() throws Exception {
        // given
        Files.writeString(dir.resolve("secret/AWS_ACCESS_KEY_ID"), "AKIAIOSFODNN7EXAMPLE");
        Files.writeString(dir.resolve("secret/AWS_SECRET_ACCESS_KEY"), "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        var store = new SigningStore("eu-central-1", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", MODEL);
        server.createContext("/bucket/", store);

        // when
        int exitCode = fetch(
                "http://127.0.0.1:" + server.getAddress().getPort() + "/bucket/whisper/ggml%20base%2B1.bin",
                "--credentials",
                "store=" + dir.resolve("secret"),
                "--s3-region",
                "eu-central-1");

        // then
        assertThat(exitCode).as(errors::toString).isZero();
        assertThat(dir.resolve("model.bin")).hasBinaryContent(MODEL);
    }

    @Test
    void namesErrorOfStore() throws Exception {
        // given
        Files.writeString(dir.resolve("secret/AWS_ACCESS_KEY_ID"), "AKIAIOSFODNN7EXAMPLE");
        Files.writeString(dir.resolve("secret/AWS_SECRET_ACCESS_KEY"), "wrong-key");
        server.createContext("/bucket/", new SigningStore("eu-central-1", "another-key", MODEL));

        // when
        int exitCode = fetch(
                "http://127.0.0.1:" + server.getAddress().getPort() + "/bucket/key",
                "--credentials",
                "store=" + dir.resolve("secret"),
                "--s3-region",
                "eu-central-1");

        // then
        assertThat(exitCode).isEqualTo(1);
        assertThat(errors.toString())
                .contains("HTTP 403 (SignatureDoesNotMatch)", "keys of the Secret 'store'")
                .doesNotContain("wrong-key");
    }

    @Test
    void refusesHeaderThatClientSets() {
        // when
        int exitCode = fetch(
                "http://127.0.0.1/m", "--credentials", "hub=" + dir.resolve("secret"), "--credentials-header", "Host");

        // then
        assertThat(exitCode).isEqualTo(2);
        assertThat(errors.toString()).contains("--credentials-header: 'Host' is not the name of a header");
    }

    private int fetch(String uri, String... more) {
        var arguments = new ArrayList<>(
                List.of("--uri", uri, "--file", dir.resolve("model.bin").toString()));
        arguments.addAll(List.of(more));
        var commandLine = new CommandLine(new FetchModelCommand()).setErr(new PrintWriter(errors, true));
        return CommandLines.execute(
                CommandLines.configure(commandLine, List.of(SecretException.class, FetchException.class)),
                arguments.toArray(String[]::new));
    }

    private void serve(HttpServer started) {
        started.createContext("/", exchange -> {
            seen.add(exchange.getRequestURI().toString());
            try (exchange) {
                exchange.sendResponseHeaders(200, MODEL.length);
                exchange.getResponseBody().write(MODEL);
            }
        });
        started.start();
    }

    private String startHttps() throws Exception {
        createCertificate();
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(dir.resolve("server.p12"))) {
            store.load(in, PASSWORD);
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        var https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context));
        server.stop(0);
        server = https;
        serve(https);
        return "https://127.0.0.1:" + https.getAddress().getPort() + "/model.bin";
    }

    /** Creates a certificate, its key store, and {@code ca.crt} with the certificate as its own authority. */
    private void createCertificate() throws Exception {
        openssl("req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=server -addext subjectAltName=IP:127.0.0.1"
                + " -keyout server.key -out secret/ca.crt");
        openssl("pkcs12 -export -inkey server.key -in secret/ca.crt -out server.p12 -passout pass:changeit");
    }

    private void openssl(String arguments) throws Exception {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        var process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
