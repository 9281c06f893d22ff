package dev.tallystick.ledger.shares;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.files.RawEntry;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class SecretsUseTest {
    private static final String LEDGER = "ccf7-service/recovered_node/ledger";

    private static RecoveredSecrets recovered(int count) {
        return RecordedSecrets.fed(RecordedLedger.entries(LEDGER).subList(0, count))
                .recover(RecordedSecrets.keys("ccf7-service/keys", 2));
    }

    private static SecretsUse used(RecoveredSecrets recovered, List<RawEntry> entries) {
        SecretsUse use = new SecretsUse(recovered);
        entries.forEach(entry -> use.accept(entry.bytes()));
        return use;
    }

    @Test
    void eachSecretOpensWhatItIsFor() {
        List<RawEntry> entries = RecordedLedger.raw(LEDGER);
        SecretsUse use = used(recovered(entries.size()), entries);
        assertEquals(Optional.empty(), use.firstFault());
        assertEquals(
                List.of(1L, 121L, 321L, 327L),
                use.uses().stream().map(SecretsUse.Use::validFrom).toList());
        assertTrue(use.uses().stream().allMatch(SecretsUse.Use::isComplete), "" + use.uses());
        assertEquals(120, use.uses().getFirst().entries());
        assertEquals(120, use.uses().getFirst().evidencesMatched());
        assertEquals(entries.size(), use.uses().stream().mapToLong(SecretsUse.Use::entries).sum());
    }

    @Test
    void entriesThatNoSecretIsKnownForAreCountedApart() {
        List<RawEntry> entries = RecordedLedger.raw(LEDGER).subList(0, 330);
        SecretsUse use = used(recovered(330), entries);
        assertEquals(new SecretsUse.Use(0, 4, 0, 0, 4, 0), use.uses().getFirst());
        assertEquals(Optional.empty(), use.firstFault());
    }

    @Test
    void anEntryThatDoesNotOpenIsNamed() {
        List<RawEntry> entries = RecordedLedger.raw(LEDGER);
        SecretsUse use = new SecretsUse(recovered(entries.size()));
        byte[] changed = entries.get(51).bytes();
        changed[changed.length - 1] ^= 1;
        use.accept(changed);
        assertEquals(new SecretsUse.Use(1, 1, 1, 0, 1, 1), use.uses().getFirst());
        assertTrue(
                use.firstFault().orElseThrow().startsWith("2.52: entry is not authentic"),
                () -> "" + use.firstFault());
    }
}
