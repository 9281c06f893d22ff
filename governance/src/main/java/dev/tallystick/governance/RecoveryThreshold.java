package dev.tallystick.governance;

import dev.tallystick.governance.tables.RecoveryRole;

import java.util.Collection;
import java.util.function.Predicate;

/**
 * How many recovery shares a new service may demand of its members (spec 06, 1.6; spec 03, 9.1).
 */
public final class RecoveryThreshold {
    private RecoveryThreshold() {}

    /** Members, or a threshold, with which no service can be started. */
    public static final class InvalidException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvalidException(String message) {
            super(message);
        }
    }

    /**
     * The threshold to store: the configured one, or for 0 the number of participants, or 1 with
     * owners only. Without any recovery member 0 is stored, and the service cannot be opened yet.
     *
     * @throws InvalidException when more is demanded than there are members to give, or a role is
     *     given to a member without an encryption key
     */
    public static long resolve(long configured, Collection<GenesisParameters.Member> members) {
        for (GenesisParameters.Member member : members) {
            if (member.role() != null && member.encryptionPublicKey() == null) {
                throw new InvalidException(
                        "A member has recovery role "
                                + member.role().text()
                                + " but no encryption public key");
            }
        }
        long participants = count(members, RecoveryRole.PARTICIPANT::equals);
        long owners = count(members, RecoveryRole.OWNER::equals);
        long most = reachable(participants, owners > 0);
        if (configured == 0) {
            return most;
        }
        if (configured > most) {
            throw new InvalidException(
                    "Recovery threshold "
                            + configured
                            + " should be equal to or less than the number of recovery members "
                            + most);
        }
        return configured;
    }

    /**
     * The highest threshold that members can reach, which is also the default: one share from each
     * participant, or from one of the owners where there are only owners.
     */
    public static long reachable(long participants, boolean hasOwners) {
        return participants == 0 && hasOwners ? 1 : participants;
    }

    private static long count(
            Collection<GenesisParameters.Member> members, Predicate<RecoveryRole> which) {
        return members.stream()
                .filter(member -> member.encryptionPublicKey() != null)
                .map(member -> member.role() == null ? RecoveryRole.PARTICIPANT : member.role())
                .filter(which)
                .count();
    }
}
