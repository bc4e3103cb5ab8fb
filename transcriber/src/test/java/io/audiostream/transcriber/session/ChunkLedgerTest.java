package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChunkLedgerTest {

    private final ChunkLedger ledger = new ChunkLedger();

    @Test
    void findsChunkOfPosition() {
        // given
        ledger.record(7, 0);
        ledger.record(8, 100);
        ledger.record(9, 200);

        // when / then
        assertThat(ledger.chunkAt(0, 300)).isEqualTo(7);
        assertThat(ledger.chunkAt(99, 300)).isEqualTo(7);
        assertThat(ledger.chunkAt(100, 300)).isEqualTo(8);
        assertThat(ledger.chunkAt(250, 300)).isEqualTo(9);
    }

    @Test
    void returnsNextChunkWhenEverythingIsCommitted() {
        // given
        ledger.record(0, 0);
        ledger.record(1, 100);

        // when / then
        assertThat(ledger.chunkAt(200, 200)).isEqualTo(2);
    }

    @Test
    void dropsChunksWithoutSamples() {
        // given
        ledger.record(0, 0);
        for (int chunk = 1; chunk < 1_000; chunk++) {
            ledger.record(chunk, 100);
        }

        // when / then
        assertThat(ledger.chunkAt(0, 200)).isZero();
        assertThat(ledger.chunkAt(100, 200)).isEqualTo(999);
    }

    @Test
    void skipsChunksThatBeginInsideSample() {
        // given
        ledger.record(0, 0);
        ledger.skip(1);
        ledger.record(2, 200);

        // when / then
        assertThat(ledger.chunkAt(150, 300)).isZero();
        assertThat(ledger.chunkAt(300, 300)).isEqualTo(3);
    }

    @Test
    void resumesAtMostFiveMillisTooEarlyFromTinyChunks() {
        // given
        for (int chunk = 0; chunk < 1_000; chunk++) {
            ledger.record(chunk, chunk);
        }

        // when / then
        for (int position = 0; position < 1_000; position++) {
            assertThat(ledger.chunkAt(position, 1_000)).isBetween(position - 80, position);
        }
    }

    @Test
    void keepsHeaderWithoutSamples() {
        // given
        ledger.record(0, 0);
        ledger.record(1, 0);

        // when / then
        assertThat(ledger.chunkAt(0, 100)).isZero();
    }

    @Test
    void startsWithChunkZero() {
        // when / then
        assertThat(ledger.chunkAt(0, 0)).isZero();
    }
}
