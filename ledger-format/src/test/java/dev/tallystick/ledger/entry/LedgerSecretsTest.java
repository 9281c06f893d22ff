package dev.tallystick.ledger.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Hex;
import dev.tallystick.ledger.LedgerFormatException;

import org.junit.jupiter.api.Test;

import java.util.List;

class LedgerSecretsTest {
    private final LedgerSecret first = LedgerSecret.random(1);
    private final LedgerSecret second = LedgerSecret.random(20);
    private final LedgerSecret third = LedgerSecret.random(30);
    private final LedgerSecrets secrets = LedgerSecrets.of(third, first, second);

    @Test
    void theSecretForASeqnoIsTheLastThatIsValid() {
        assertEquals(first, secrets.at(1));
        assertEquals(first, secrets.at(19));
        assertEquals(second, secrets.at(20));
        assertEquals(third, secrets.at(1_000_000));
        assertEquals(third, secrets.latest());
        assertEquals(List.of(first, second, third), secrets.oldestFirst());
        assertTrue(secrets.find(0).isEmpty());
        assertThrows(IllegalStateException.class, () -> secrets.at(0));
        assertThrows(IllegalStateException.class, LedgerSecrets.NONE::latest);
    }

    @Test
    void aRollbackForgetsLaterSecrets() {
        assertEquals(List.of(first, second), secrets.upTo(29).oldestFirst());
        assertEquals(List.of(first, second, third), secrets.upTo(30).oldestFirst());
    }

    @Test
    void aSecretMayLearnWhereItsPredecessorIsButNotChangeItsKey() {
        LedgerSecret informed = third.withPreviousSecretStoredAt(29);

        assertEquals(29, secrets.with(informed).latest().previousSecretStoredSeqno().orElseThrow());
        assertTrue(third.previousSecretStoredSeqno().isEmpty());
        LedgerSecret other = LedgerSecret.random(30);
        assertThrows(IllegalArgumentException.class, () -> secrets.with(other));
    }

    @Test
    void twoChainsMakeOneUnlessTheyContradict() {
        LedgerSecret informed = third.withPreviousSecretStoredAt(29);
        LedgerSecrets other = LedgerSecrets.of(LedgerSecret.random(40), informed);

        assertEquals(
                List.of(first, second, informed, other.latest()),
                secrets.withAll(other).oldestFirst());
        assertEquals(
                List.of(first, second, third, other.latest()),
                other.withAll(secrets).oldestFirst());
        LedgerSecrets contradicting = LedgerSecrets.of(LedgerSecret.random(20));
        assertThrows(IllegalArgumentException.class, () -> secrets.withAll(contradicting));
    }

    @Test
    void theTextHidesTheKey() {
        String text = secrets.toString();
        for (LedgerSecret secret : secrets.oldestFirst()) {
            assertFalse(text.contains(Hex.encode(secret.keyBytes()).substring(0, 8)), text);
        }
    }

    @Test
    void keysOfOtherLengthsAreRefused() {
        assertThrows(LedgerFormatException.class, () -> LedgerSecret.of(new byte[31], 1));
        assertThrows(LedgerFormatException.class, () -> LedgerSecret.of(new byte[32], 0));
    }
}
