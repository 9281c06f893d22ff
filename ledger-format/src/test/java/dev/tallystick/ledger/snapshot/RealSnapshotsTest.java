package dev.tallystick.ledger.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.shares.SecretsRecoveryException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** Every recorded snapshot: verified, decrypted, and written again. */
@Tag("crypto")
class RealSnapshotsTest {
    @TempDir Path temp;

    @ParameterizedTest
    @EnumSource
    void everyCheckPasses(RecordedSnapshots recorded) throws IOException {
        VerifiedSnapshot verified = SnapshotVerifier.verify(recorded.path(), recorded.trust());

        Set<SnapshotCheck> notMade = EnumSet.noneOf(SnapshotCheck.class);
        if (recorded == RecordedSnapshots.EOL) {
            notMade.add(SnapshotCheck.COSE_SIGNATURE);
        }
        if (recorded == RecordedSnapshots.WITHOUT_KEYS) {
            notMade.addAll(Set.of(SnapshotCheck.PRIVATE_DOMAIN, SnapshotCheck.LEAF));
        }
        assertEquals(notMade, verified.notMade().keySet(), verified.notMade().toString());
        assertEquals(EnumSet.complementOf(EnumSet.copyOf(notMade)), verified.passed());
        assertTrue(verified.publicContent().maps() > 20, verified.toString());
    }

    @ParameterizedTest
    @EnumSource
    void writingAgainGivesTheSameBytes(RecordedSnapshots recorded) throws IOException {
        byte[] original = Files.readAllBytes(recorded.path());
        boolean isLocked = recorded == RecordedSnapshots.WITHOUT_KEYS;
        LedgerSecrets secrets =
                isLocked ? LedgerSecrets.of(LedgerSecret.random(1)) : recorded.secrets();
        try (SnapshotReader reader = SnapshotReader.open(recorded.path());
                FileChannel copy = RecordedSnapshots.newFile(temp.resolve("copy"))) {
            List<SnapshotMap> maps = new ArrayList<>(RecordedSnapshots.read(reader.publicMaps()));
            if (!isLocked) {
                maps.addAll(RecordedSnapshots.read(reader.privateMaps(secrets)));
            }
            Collections.shuffle(maps, new Random(7));

            var written =
                    new SnapshotWriter(reader.header(), secrets.at(reader.header().seqno()))
                            .write(maps, copy);

            byte[] expected = Arrays.copyOf(original, (int) reader.entrySize());
            byte[] actual = Files.readAllBytes(temp.resolve("copy"));
            if (isLocked) { // nobody can know the tag
                Arrays.fill(
                        expected, SnapshotLayout.TAG_OFFSET, SnapshotLayout.IV_OFFSET, (byte) 0);
                Arrays.fill(actual, SnapshotLayout.TAG_OFFSET, SnapshotLayout.IV_OFFSET, (byte) 0);
            } else {
                assertEquals(reader.digest(), written.digest());
            }
            assertArrayEquals(expected, actual);
            assertEquals(reader.entrySize(), written.size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theServiceOfTheSnapshotItselfIsTakenIfNoneIsGiven(RecordedSnapshots recorded)
            throws IOException {
        VerifiedSnapshot verified =
                SnapshotVerifier.verify(recorded.path(), SnapshotVerifier.Trust.NONE);

        assertEquals(recorded.service().publicKey(), verified.service().certificate().publicKey());
        assertEquals(false, verified.service().isGiven());
        assertTrue(
                Objects.requireNonNull(verified.notMade().get(SnapshotCheck.SERVICE))
                        .contains("no service certificate was given"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WITHOUT_KEYS")
    void theMembersKeysOpenASnapshotWithoutItsLedger(RecordedSnapshots recorded)
            throws IOException {
        try (SnapshotReader reader = SnapshotReader.open(recorded.path())) {
            LedgerSecrets secrets = SnapshotSecrets.recover(reader, recorded.memberKeys());

            long seqno = reader.header().seqno();
            assertArrayEquals(
                    recorded.secrets().at(seqno).keyBytes(), secrets.at(seqno).keyBytes());
            assertEquals(recorded.secrets().at(seqno).validFrom(), secrets.at(seqno).validFrom());
        }
    }

    @ParameterizedTest
    @EnumSource(names = "LAST")
    void oneKeyOfTwoDoesNotOpenASnapshot(RecordedSnapshots recorded) throws IOException {
        try (SnapshotReader reader = SnapshotReader.open(recorded.path())) {
            var e =
                    assertThrows(
                            SecretsRecoveryException.class,
                            () ->
                                    SnapshotSecrets.recover(
                                            reader, recorded.memberKeys().subList(0, 1)));
            assertEquals(SecretsRecoveryException.Fault.TOO_FEW_KEYS, e.fault());
            assertTrue(String.valueOf(e.getMessage()).contains("issued in 2.147"), e.getMessage());
        }
    }
}
