package dev.tallystick.node.e2e;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.RsaKeyPair;
import dev.tallystick.ledger.crypto.RsaOaep;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.shares.RecoveryShares;
import dev.tallystick.ledger.shares.Share;
import dev.tallystick.node.sandbox.SandboxSummary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What members can do offline with their keys and the ledger: open it. */
final class MemberShares {
    private MemberShares() {}

    /** The first ledger secret of a service whose members must all bring their shares. */
    static LedgerSecret recover(SandboxSummary service) throws IOException {
        RecoveryShares shares = RecoveryShares.fromJson(issuedIn(service.ledger()));
        List<Share> opened = new ArrayList<>();
        for (SandboxSummary.KeyFiles member : service.members()) {
            Certificate certificate = Certificate.fromPem(Files.readString(member.certificate()));
            Path key = member.privateKey().resolveSibling(member.name() + "_enc_privk.pem");
            Bytes sealed = shares.encryptedShares().get(certificate.fingerprint().hex());
            RsaKeyPair own = RsaKeyPair.fromPem(Files.readString(key));
            opened.add(Share.parse(RsaOaep.decrypt(own, sealed.toArray()).orElseThrow()));
        }
        return shares.recover(opened, opened.size(), 1);
    }

    private static Bytes issuedIn(Path ledger) throws IOException {
        return LedgerEntries.read(ledger).values().stream()
                .map(
                        entry ->
                                entry.publicWrites()
                                        .value(TableNames.RECOVERY_SHARES, Bytes.EIGHT_ZEROS))
                .flatMap(Optional::stream)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
