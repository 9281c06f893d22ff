package dev.tallystick.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.governance.tables.RecoveryRole;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Spec 06, 1.6 and spec 03, 9.1. */
class RecoveryThresholdTest {
    private static final GenesisParameters.Member PARTICIPANT = member("key", null);
    private static final GenesisParameters.Member OWNER = member("key", RecoveryRole.OWNER);
    private static final GenesisParameters.Member WITHOUT_KEY = member(null, null);
    private static final GenesisParameters.Member BYSTANDER =
            member("key", RecoveryRole.NON_PARTICIPANT);

    @Test
    void zeroMeansEveryParticipant() {
        assertEquals(2, RecoveryThreshold.resolve(0, List.of(PARTICIPANT, PARTICIPANT, OWNER)));
        assertEquals(1, RecoveryThreshold.resolve(0, List.of(OWNER, OWNER, WITHOUT_KEY)));
        assertEquals(0, RecoveryThreshold.resolve(0, List.of(WITHOUT_KEY, BYSTANDER)));
    }

    @Test
    void noMoreIsDemandedThanThereAreParticipants() {
        assertEquals(2, RecoveryThreshold.resolve(2, List.of(PARTICIPANT, PARTICIPANT, OWNER)));
        assertRefused(3, PARTICIPANT, PARTICIPANT, OWNER);
        assertEquals(1, RecoveryThreshold.resolve(1, List.of(OWNER, OWNER)));
        assertRefused(2, OWNER, OWNER);
        assertRefused(1, WITHOUT_KEY);
    }

    @Test
    void aRoleNeedsAKey() {
        assertRefused(0, member(null, RecoveryRole.NON_PARTICIPANT));
    }

    private static void assertRefused(long threshold, GenesisParameters.Member... members) {
        assertThrows(
                RecoveryThreshold.InvalidException.class,
                () -> RecoveryThreshold.resolve(threshold, List.of(members)));
    }

    private static GenesisParameters.Member member(
            @Nullable String key, @Nullable RecoveryRole role) {
        return new GenesisParameters.Member("certificate", key, null, role);
    }
}
