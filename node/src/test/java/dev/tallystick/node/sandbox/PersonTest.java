package dev.tallystick.node.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.RsaKeyPair;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** Files as CCF's key generator lays them out (spec 06, 11). */
class PersonTest {
    @TempDir Path folder;

    @Test
    void aUserHasATraditionalKeyAndACertificateOf90Days() throws Exception {
        Person.user("user0", folder);
        String key = Files.readString(folder.resolve("user0_privk.pem"));
        assertTrue(key.startsWith("-----BEGIN EC PARAMETERS-----\n"), "openssl's layout");
        EcKeyPair pair = EcKeyPair.fromPem(key);
        assertEquals(Curve.P384, pair.curve());
        Certificate certificate =
                Certificate.fromPem(Files.readString(folder.resolve("user0_cert.pem")));
        assertEquals(pair.publicKey(), certificate.publicKey());
        assertEquals("CN=user0", certificate.subject());
        Duration validity = Duration.between(certificate.notBefore(), certificate.notAfter());
        assertEquals(90, validity.plusSeconds(1).toDays());
        assertFalse(Files.exists(folder.resolve("user0_enc_pubk.pem")));
    }

    @Test
    void aMemberHasAnEncryptionKeyAsWell() throws Exception {
        Person.member("member0", folder);
        RsaKeyPair pair =
                RsaKeyPair.fromPem(Files.readString(folder.resolve("member0_enc_privk.pem")));
        assertEquals(pair.publicKeyPem(), Files.readString(folder.resolve("member0_enc_pubk.pem")));
    }

    @Test
    void onlyTheOwnerMayReadPrivateKeys() throws Exception {
        Person.member("member0", folder);
        for (String name : new String[] {"member0_privk.pem", "member0_enc_privk.pem"}) {
            String permissions =
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve(name)));
            assertEquals("rw-------", permissions, name);
        }
    }
}
