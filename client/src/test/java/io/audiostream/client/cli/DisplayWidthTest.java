package io.audiostream.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisplayWidthTest {

    @Test
    void countsColumnsNotCharacters() {
        // when / then
        assertThat(DisplayWidth.of("hello")).isEqualTo(5);
        assertThat(DisplayWidth.of("東京")).isEqualTo(4);
        assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
        assertThat(DisplayWidth.of("😀")).isEqualTo(2);
    }

    @Test
    void keepsCharactersWhole() {
        // when / then
        assertThat(DisplayWidth.fitEnd("東京都", 4)).isEqualTo("…都");
        assertThat(DisplayWidth.fitEnd("ab😀", 3)).isEqualTo("…😀");
    }

    @Test
    void keepsTextThatFits() {
        // when / then
        assertThat(DisplayWidth.fitEnd("hello", 5)).isEqualTo("hello");
    }
}
