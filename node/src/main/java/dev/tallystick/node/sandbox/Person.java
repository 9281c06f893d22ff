package dev.tallystick.node.sandbox;

import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.RsaKeyPair;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A member or user made up for the sandbox, with its files as CCF's key generator lays them out
 * (spec 06, 11).
 *
 * @param name for example {@code member0}; the common name of the certificate
 * @param key signs
 * @param certificate self-signed
 * @param folder where the files are
 */
record Person(String name, EcKeyPair key, Certificate certificate, Path folder) {
    /** How long the certificates of a sandbox are valid. */
    static final int VALIDITY_DAYS = 90;

    /** A user: signing key and certificate. */
    static Person user(String name, Path folder) throws IOException {
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        Certificate certificate =
                CertificateIssuer.selfSignedMember(key, name, Instant.now(), VALIDITY_DAYS);
        Person person = new Person(name, key, certificate, folder);
        SecretFiles.write(person.keyFile(), key.traditionalPrivateKeyPem());
        Files.writeString(person.certificateFile(), certificate.pem());
        return person;
    }

    /** A member: a user who also has an encryption key for a recovery share. */
    static Person member(String name, Path folder) throws IOException {
        Person person = user(name, folder);
        RsaKeyPair encryption = RsaKeyPair.generate();
        SecretFiles.write(folder.resolve(name + "_enc_privk.pem"), encryption.privateKeyPem());
        Files.writeString(person.encryptionKeyFile(), encryption.publicKeyPem());
        return person;
    }

    /** The id of a member or user: the certificate's fingerprint in hex. */
    String id() {
        return certificate.fingerprint().hex();
    }

    Path keyFile() {
        return folder.resolve(name + "_privk.pem");
    }

    Path certificateFile() {
        return folder.resolve(name + "_cert.pem");
    }

    Path encryptionKeyFile() {
        return folder.resolve(name + "_enc_pubk.pem");
    }
}
