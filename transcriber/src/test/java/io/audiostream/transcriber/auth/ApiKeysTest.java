package io.audiostream.transcriber.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
    private static final String KEY = "0123456789abcdef-first";
    private static final String OTHER_KEY = "0123456789abcdef-other";

    @TempDir
    Path folder;

    @Test
    void findsCallerOfKeyAndOfDigest() throws IOException {
        // given
        mount("v1", Map.of("team-a", KEY + "\n", "team-b", "sha256:" + digest(OTHER_KEY)));
        var keys = new ApiKeys(folder);

        // when / then
        assertThat(keys.callerOf(KEY)).contains("team-a");
        assertThat(keys.callerOf(OTHER_KEY)).contains("team-b");
        assertThat(keys.callerOf("0123456789abcdef-wrong")).isEmpty();
    }

    @Test
    void refusesDigestInPlaceOfKey() throws IOException {
        // given
        mount("v1", Map.of("team-b", "sha256:" + digest(KEY)));
        var keys = new ApiKeys(folder);

        // when / then
        assertThat(keys.callerOf("sha256:" + digest(KEY))).isEmpty();
        assertThat(keys.callerOf(digest(KEY))).isEmpty();
    }

    @Test
    void appliesChangedSecretToNextCall() throws IOException {
        // given
        mount("v1", Map.of("team-a", KEY));
        var keys = new ApiKeys(folder);
        assertThat(keys.callerOf(KEY)).contains("team-a");

        // when
        mount("v2", Map.of("team-b", OTHER_KEY));

        // then
        assertThat(keys.callerOf(KEY)).isEmpty();
        assertThat(keys.callerOf(OTHER_KEY)).contains("team-b");
    }

    @Test
    void ignoresBrokenEntryAndKeepsOthers() throws IOException {
        // given
        mount("v1", Map.of("short", "secret", "empty", "", "good", KEY));
        var keys = new ApiKeys(folder);

        // when / then
        assertThat(keys.callerOf("secret")).isEmpty();
        assertThat(keys.callerOf("")).isEmpty();
        assertThat(keys.callerOf(KEY)).contains("good");
    }

    @Test
    void refusesEveryKeyIfFolderIsGone() {
        // given
        var keys = new ApiKeys(folder.resolve("missing"));

        // when / then
        assertThat(keys.callerOf(KEY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sha256:abc                          | must be followed by 64 hex digits",
                "tooshort                            | it has 8 characters, a key needs at least 16",
                "'a key with spaces inside'          | printable ASCII without spaces"
            })
    void namesMistakeWithoutValue(String value, String message) {
        // when / then
        assertThatThrownBy(() -> ApiKey.parse("team-a", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA", "sha"})
    void acceptsDigestInBothCases(String letters) {
        // given
        var hex = letters.equals("SHA") ? digest(KEY).toUpperCase(java.util.Locale.ROOT) : digest(KEY);

        // when
        var key = ApiKey.parse("team-a", "sha256:" + hex);

        // then
        assertThat(key.matches(ApiKey.sha256(KEY))).isTrue();
        assertThat(key.toString()).isEqualTo("ApiKey[team-a]");
    }

    /** Replaces the content of the folder as the kubelet does. */
    private void mount(String version, Map<String, String> entries) throws IOException {
        var target = Files.createDirectory(folder.resolve(".." + version));
        for (var entry : entries.entrySet()) {
            Files.writeString(target.resolve(entry.getKey()), entry.getValue());
        }
        var link = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(".." + version));
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String digest(String key) {
        return HexFormat.of().formatHex(ApiKey.sha256(key));
    }
}
