package io.audiostream.transcriber.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.commandline.CommandLines;
import io.audiostream.transcriber.secrets.SecretException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CheckSecretsTest {
    @TempDir
    Path folder;

    private final StringWriter errors = new StringWriter();

    @BeforeEach
    void createFolders() throws IOException {
        for (var name : List.of("tls", "other", "ca", "keys", "jwks")) {
            Files.createDirectory(folder.resolve(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-256", "ed25519"})
    void acceptsCertificateWithItsKey(String algorithm) throws Exception {
        // given
        createPair("tls", algorithm);

        // when / then
        assertThat(check("--tls", "web=" + folder.resolve("tls")))
                .as(errors::toString)
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"rsa:2048, rsa", "ec -pkeyopt ec_paramgen_curve:P-256, ec"})
    void acceptsOlderFormOfKey(String algorithm, String tool) throws Exception {
        // given
        createPair("tls", algorithm);
        openssl(tool + (tool.equals("rsa") ? " -traditional" : "") + " -in tls/tls.key -out tls/old.key");
        Files.move(folder.resolve("tls/old.key"), folder.resolve("tls/tls.key"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(folder.resolve("tls/tls.key")).content().containsPattern("BEGIN (RSA|EC) PRIVATE KEY");

        // when / then
        assertThat(check("--tls", "web=" + folder.resolve("tls")))
                .as(errors::toString)
                .isZero();
    }

    @Test
    void refusesKeyOfAnotherCertificate() throws Exception {
        // given
        createPair("tls", "rsa:2048");
        createPair("other", "rsa:2048");
        Files.copy(folder.resolve("other/tls.key"), folder.resolve("tls/tls.key"), StandardCopyOption.REPLACE_EXISTING);

        // when / then
        assertThat(check("--tls", "web=" + folder.resolve("tls"))).isEqualTo(1);
        assertThat(errors.toString()).contains("the Secret 'web' has a key in 'tls.key' that belongs to another");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--tls       | tls  | ca.crt    | x              | has no entry 'tls.crt'",
                "--tls       | tls  | tls.crt   | x              | has an entry 'tls.crt' that is no certificate",
                "--client-ca | ca   | ca.crt    | ' '            | has an empty entry 'ca.crt'",
                "--client-ca | ca   | ca.crt    | x              | has an entry 'ca.crt' that is no certificate",
                "--api-keys  | keys | team-a    | short          | has no valid API key",
                "--jwks      | jwks | jwks.json | '{\"keys\":[]}' | is no JSON Web Key Set",
                "--jwks      | jwks | jwks.json | PEM            | is no JSON Web Key Set",
                "--jwks      | jwks | other     | x              | has no entry 'jwks.json'"
            })
    void namesSecretAndMistake(String option, String name, String entry, String content, String message)
            throws IOException {
        // given
        Files.writeString(folder.resolve(name).resolve(entry), content);

        // when / then
        assertThat(check(option, "secret-1=" + folder.resolve(name))).isEqualTo(1);
        assertThat(errors.toString()).contains("the Secret 'secret-1' ", message);
    }

    @ParameterizedTest
    @CsvSource({
        "--tls, tls",
        "--client-ca, ca",
        "--api-keys, keys",
        "--jwks, jwks",
        "--model-credentials, keys",
        "--model-ca, ca"
    })
    void saysThatSecretIsMissing(String option, String name) {
        // when / then
        assertThat(check(option, "secret-1=" + folder.resolve(name))).isEqualTo(1);
        assertThat(errors.toString()).contains("the Secret 'secret-1' does not exist in this namespace");
    }

    @Test
    void acceptsKeysAndKeySet() throws IOException {
        // given
        Files.writeString(folder.resolve("keys/team-a"), "0123456789abcdef");
        Files.writeString(folder.resolve("jwks/set"), "{\"keys\":[{}]}");

        // when / then
        assertThat(check(
                        "--api-keys",
                        "a=" + folder.resolve("keys"),
                        "--jwks",
                        "b=" + folder.resolve("jwks"),
                        "--jwks-key",
                        "set"))
                .as(errors::toString)
                .isZero();
    }

    @Test
    void acceptsCredentialsAndAuthoritiesOfModel() throws Exception {
        // given
        createPair("tls", "ed25519");
        Files.writeString(folder.resolve("keys/token"), "0123456789abcdef");

        // when / then
        assertThat(check(
                        "--model-credentials",
                        "hub=" + folder.resolve("keys"),
                        "--model-ca",
                        "configmap/corporate=" + folder.resolve("tls"),
                        "--model-ca-key",
                        "tls.crt"))
                .as(errors::toString)
                .isZero();
    }

    @Test
    void namesMissingKeyOfStore() throws IOException {
        // given
        Files.writeString(folder.resolve("keys/AWS_ACCESS_KEY_ID"), "AKIAIOSFODNN7EXAMPLE");

        // when / then
        assertThat(check("--model-credentials", "store=" + folder.resolve("keys"), "--model-s3"))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("the Secret 'store' has no entry 'AWS_SECRET_ACCESS_KEY'");
    }

    @Test
    void namesMissingConfigMap() {
        // when / then
        assertThat(check("--model-ca", "configmap/corporate=" + folder.resolve("ca")))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("the ConfigMap 'corporate' does not exist in this namespace");
    }

    private int check(String... arguments) {
        var commandLine = new CommandLine(new CheckSecretsCommand()).setErr(new PrintWriter(errors, true));
        return CommandLines.execute(CommandLines.configure(commandLine, List.of(SecretException.class)), arguments);
    }

    private void createPair(String name, String algorithm) throws Exception {
        openssl("req -x509 -newkey " + algorithm + " -nodes -days 1 -subj /CN=" + name + " -keyout " + name
                + "/tls.key -out " + name + "/tls.crt");
    }

    private void openssl(String arguments) throws Exception {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }
}
