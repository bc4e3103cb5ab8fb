package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChunkLedgerTest {

    private final ChunkLedger ledger = new ChunkLedger();

    @Test
    void aPositionIsFoundInTheChunkThatBroughtIt() {
        ledger.began(7, 0);
        ledger.began(8, 100);
        ledger.began(9, 200);

        assertThat(ledger.chunkAt(0, 300)).isEqualTo(7);
        assertThat(ledger.chunkAt(99, 300)).isEqualTo(7);
        assertThat(ledger.chunkAt(100, 300)).isEqualTo(8);
        assertThat(ledger.chunkAt(250, 300)).isEqualTo(9);
    }

    @Test
    void whenEverythingIsCommittedTheNextChunkIsToBeSent() {
        ledger.began(0, 0);
        ledger.began(1, 100);

        assertThat(ledger.chunkAt(200, 200)).isEqualTo(2);
    }

    @Test
    void chunksThatBroughtNothingAreNotKept() {
        ledger.began(0, 0);
        for (int chunk = 1; chunk < 1_000; chunk++) {
            ledger.began(chunk, 100);
        }

        assertThat(ledger.chunkAt(0, 200)).isZero();
        assertThat(ledger.chunkAt(100, 200)).isEqualTo(999);
    }

    @Test
    void nobodyResumesWithinASample() {
        ledger.began(0, 0);
        ledger.went(1);
        ledger.began(2, 200);

        assertThat(ledger.chunkAt(150, 300)).isZero();
        assertThat(ledger.chunkAt(300, 300)).isEqualTo(3);
    }

    @Test
    void aHeaderWithoutSamplesIsToBeSentAgain() {
        ledger.began(0, 0);
        ledger.began(1, 0);

        assertThat(ledger.chunkAt(0, 100)).isZero();
    }

    @Test
    void aStreamWithoutChunksBeginsWithTheFirst() {
        assertThat(ledger.chunkAt(0, 0)).isZero();
    }
}
