package io.audiostream.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressMaskTest {

    @ParameterizedTest
    @CsvSource({
        "https://user:pw@host/a.bin, https://***@host/a.bin",
        "https://token@host:8443/a.bin, https://***@host:8443/a.bin",
        "https://user:p@w@host/a.bin, https://***@host/a.bin",
        "https://user:p/w@host/a.bin, https://***@host/a.bin",
        "https://user:it's@host/a.bin, https://***@host/a.bin",
        "https://host/a.bin?sig=abc&se=2026, https://host/a.bin?sig=***&se=***",
        "https://host/a.bin?abc, https://host/a.bin?***",
        "https://user:pw, https://***",
        "https://user:pw@host, https://***@host",
        "http://user:pw@[::1]:80/a, http://***@[::1]:80/a"
    })
    void masksUserAndQuery(String address, String masked) {
        // when / then
        assertThat(AddressMask.mask(address)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://host/a.bin",
                "https://host:8443/folder/@scope/a.bin",
                "http://[::1]:8080/a.bin",
                "s3://bucket/key",
                "write to admin@example.com",
                "nothing to mask? really"
            })
    void keepsTextWithoutSecrets(String text) {
        // when / then
        assertThat(AddressMask.mask(text)).isEqualTo(text);
    }

    @Test
    void masksAddressesOfJson() {
        // when
        var masked = AddressMask.mask("{\\\"uri\\\":\\\"https://u:p@h/a?t=1\\\",\"next\":\"http://h/b?c=d\"}");

        // then
        assertThat(masked).isEqualTo("{\\\"uri\\\":\\\"https://***@h/a?t=***\\\",\"next\":\"http://h/b?c=***\"}");
    }

    @Test
    void masksEveryAddressOfSentence() {
        // when
        var masked = AddressMask.mask(
                "'https://u:p@one/a?t=1': cannot reach https://u:p@two/b?k=v, and (http://three/c) was not tried.");

        // then
        assertThat(masked)
                .isEqualTo("'https://***@one/a?t=***': cannot reach https://***@two/b?k=***, and (http://three/c) was"
                        + " not tried.");
    }
}
