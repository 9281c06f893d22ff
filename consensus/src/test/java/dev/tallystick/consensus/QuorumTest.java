package dev.tallystick.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

class QuorumTest {

    @Test
    void aQuorumIsMoreThanHalf() {
        assertEquals(1, Quorum.sizeOf(1));
        assertEquals(2, Quorum.sizeOf(2));
        assertEquals(2, Quorum.sizeOf(3));
        assertEquals(3, Quorum.sizeOf(4));
        assertEquals(3, Quorum.sizeOf(5));
    }

    @Test
    void theAgreedSeqnoIsTheHighestThatAQuorumHasReached() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            long[] seqnos = random.longs(1 + random.nextInt(7), 0, 10).toArray();
            long naive = 0;
            for (long seqno = 0; seqno < 10; seqno++) {
                long bar = seqno;
                long reached = Arrays.stream(seqnos).filter(s -> s >= bar).count();
                naive = reached >= Quorum.sizeOf(seqnos.length) ? seqno : naive;
            }
            assertEquals(naive, Quorum.agreedSeqno(seqnos.clone()), "seed " + seed);
        }
    }
}
