package dev.tallystick.ledger.shares;

import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.LedgerSecrets;

import java.util.ArrayList;
import java.util.List;

/** The ledger secrets of recorded services, recovered from their members' keys. */
public final class RecordedSecrets {
    private RecordedSecrets() {}

    /**
     * All secrets.
     *
     * @param keys folder of the members' keys
     * @param count with the keys of how many members
     */
    public static LedgerSecrets recover(List<Entry> entries, String keys, int count) {
        return fed(entries).recover(keys(keys, count)).secrets();
    }

    /** A recovery that has seen all of the entries. */
    static SecretsRecovery fed(List<Entry> entries) {
        SecretsRecovery recovery = new SecretsRecovery();
        entries.forEach(recovery::accept);
        return recovery;
    }

    /** The encryption keys of the first members. */
    static List<MemberKey> keys(String directory, int count) {
        List<MemberKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "member" + i;
            String pem = RecordedServices.text(directory + "/" + name + "_enc_privk.pem");
            keys.add(MemberKey.fromPem(name, pem));
        }
        return keys;
    }
}
