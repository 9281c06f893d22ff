package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import org.junit.jupiter.api.Test;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Real threads, since the model checker rarely meets the few instructions of a publication. */
class SignatureSlotTest {
    private static final Bytes TABLE = Bytes.utf8(TableNames.SIGNATURES);
    private static final int SIGNATURES = 200;
    private static final int ROUNDS = 100;

    @Test
    void signaturesAppearOneAfterTheOtherAndNeverGo() throws Exception {
        try (ExecutorService pipeline = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                SignatureSlot[] slots = new SignatureSlot[SIGNATURES + 1];
                slots[0] = SignatureSlot.none();
                for (int i = 1; i <= SIGNATURES; i++) {
                    slots[i] = SignatureSlot.reserve(i, slots[i - 1]);
                }
                Future<?> signing =
                        pipeline.submit(
                                () -> {
                                    for (int i = 1; i <= SIGNATURES; i++) {
                                        slots[i].fill(signature("" + i));
                                    }
                                });
                long seen = 0;
                while (seen < SIGNATURES && !signing.isDone()) {
                    long now = signedIn(slots[SIGNATURES]);
                    assertTrue(now >= seen, "after signature " + seen + " comes " + now);
                    seen = now;
                }
                signing.get(20, TimeUnit.SECONDS);
                assertEquals(SIGNATURES, signedIn(slots[SIGNATURES]));
                assertEquals(1, signedIn(slots[1]), "an older state sees a newer signature");
            }
        }
    }

    @Test
    void untilASignatureIsMadeTheOneBeforeItIsSeen() {
        SignatureSlot first = SignatureSlot.reserve(1, SignatureSlot.none());
        SignatureSlot second = SignatureSlot.reserve(2, first);
        SignatureSlot third = SignatureSlot.reserve(3, second);

        assertEquals(0, signedIn(third));
        first.fill(signature("1"));
        assertEquals(1, signedIn(second));
        assertEquals(1, signedIn(third));
        second.fill(signature("2"));
        assertEquals(2, signedIn(third));
        assertEquals(1, signedIn(first));
    }

    private static WriteSet signature(String text) {
        return WriteSet.of(
                MapWrites.put(TableNames.SIGNATURES, Bytes.EIGHT_ZEROS, Bytes.utf8(text)));
    }

    /** Seqno of the signature that a state with this slot shows; 0 for none. */
    private static long signedIn(SignatureSlot slot) {
        OrderedMap<Bytes> table = slot.tables().get(TABLE);
        return table == null ? 0 : table.version(Bytes.EIGHT_ZEROS);
    }
}
