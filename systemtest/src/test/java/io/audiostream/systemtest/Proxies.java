package io.audiostream.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts real proxies with the files of {@code deploy/examples/exposing}. Replaces nothing in them but addresses and
 * the path of the certificate.
 */
final class Proxies {

    private static final String HOST = "speech.example.com";
    private static final String SERVICE = "speech.default.svc.cluster.local";
    private static final String HEADLESS_SERVICE = "speech-headless.default.svc.cluster.local";
    private static final String SERVICE_PORT = "50051";

    /** What surrounds nginx.conf in the nginx.conf of an installation, without paths outside the folder. */
    private static final String NGINX_MAIN = """
            user root;
            daemon off;
            worker_processes 1;
            error_log stderr;
            pid FOLDER/pid;
            events {}
            http {
                access_log off;
                client_body_temp_path FOLDER/body;
                proxy_temp_path FOLDER/proxy;
                fastcgi_temp_path FOLDER/fastcgi;
                uwsgi_temp_path FOLDER/uwsgi;
                scgi_temp_path FOLDER/scgi;
                include FOLDER/speech.conf;
            }
            """;

    private final String endpoint;
    private final TestCertificate certificate;
    private final Path folder;

    /** @param endpoint HOST:PORT of the service */
    Proxies(String endpoint, Path folder) {
        this.endpoint = endpoint;
        this.folder = folder;
        certificate = TestCertificate.createIn(folder);
    }

    /** Returns the certificate of all proxies. */
    TestCertificate certificate() {
        return certificate;
    }

    RunningProxy nginx(ExposingExample example) {
        int port = RunningProxy.freePort();
        Path home = newFolder();
        example.with(HOST, TestCertificate.HOST)
                .with("listen 443", "listen 127.0.0.1:" + port)
                .with("/etc/nginx/tls", certificate.folder().toString())
                .with(SERVICE + ":" + SERVICE_PORT, endpoint)
                .writeTo(home.resolve("speech.conf"));
        Path main =
                new ExposingExample(NGINX_MAIN).with("FOLDER", home.toString()).writeTo(home.resolve("nginx.conf"));
        return running(RunningProgram.start(TestPaths.proxy("nginx"), "-e", "stderr", "-p", home, "-c", main), port);
    }

    RunningProxy haproxy(ExposingExample example) {
        int port = RunningProxy.freePort();
        Path file = example.with("bind :443", "bind 127.0.0.1:" + port)
                .with("/etc/haproxy/tls", certificate.folder().toString())
                .with(HEADLESS_SERVICE + ":" + SERVICE_PORT, endpoint)
                .writeTo(newFolder().resolve("haproxy.cfg"));
        return running(RunningProgram.start(TestPaths.proxy("haproxy"), "-db", "-f", file), port);
    }

    RunningProxy envoy(ExposingExample example) {
        int port = RunningProxy.freePort();
        String[] upstream = endpoint.split(":", 2);
        Path file = example.with(HOST, TestCertificate.HOST)
                .with("address: 0.0.0.0, port_value: 443", "address: 127.0.0.1, port_value: " + port)
                .with("/etc/envoy/tls", certificate.folder().toString())
                .with(
                        "address: " + HEADLESS_SERVICE + ", port_value: " + SERVICE_PORT,
                        "address: " + upstream[0] + ", port_value: " + upstream[1])
                .writeTo(newFolder().resolve("envoy.yaml"));
        return running(
                RunningProgram.start(
                        TestPaths.envoy(), "-c", file, "--concurrency", "1", "--disable-hot-restart", "-l", "warning"),
                port);
    }

    private RunningProxy running(RunningProgram program, int port) {
        return new RunningProxy(program, port, certificate);
    }

    private Path newFolder() {
        try {
            return Files.createTempDirectory(folder, "proxy");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
