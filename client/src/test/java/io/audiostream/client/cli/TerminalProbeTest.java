package io.audiostream.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalProbeTest {

    @Test
    void readsColumns() {
        // when / then
        assertThat(TerminalProbe.columns("24 132\n")).isEqualTo(132);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0 0", "24", "24 wide"})
    void assumesEightyColumnsForUnknownSize(String sizes) {
        // when / then
        assertThat(TerminalProbe.columns(sizes)).isEqualTo(80);
    }
}
