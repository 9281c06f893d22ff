package dev.tallystick.governance.service;

import dev.tallystick.governance.GenesisParameters;
import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.governance.tables.ProposalId;
import dev.tallystick.governance.tables.RecoveryRole;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.CoseSigner;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.RsaKeyPair;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A member with its keys.
 *
 * @param encryptionKey null for one that takes no part in recoveries
 */
public record TestMember(
        EcKeyPair key, Certificate certificate, @Nullable RsaKeyPair encryptionKey) {
    /** A date that the certificates of tests have in their validity. */
    public static final Instant BIRTH = Instant.parse("2026-01-01T00:00:00Z");

    /** A ballot that is in favour. */
    public static final String FOR = "export function vote(proposal, proposerId) { return true; }";

    /** A ballot that is not. */
    public static final String AGAINST =
            "export function vote(proposal, proposerId) { return false; }";

    /** A new member that takes part in recoveries. */
    public static TestMember create(String name) {
        return new TestMember(name, RsaKeyPair.generate());
    }

    /** A new member that does not. */
    public static TestMember withoutShare(String name) {
        return new TestMember(name, null);
    }

    private TestMember(String name, @Nullable RsaKeyPair encryptionKey) {
        this(EcKeyPair.generate(Curve.P384), name, encryptionKey);
    }

    private TestMember(EcKeyPair key, String name, @Nullable RsaKeyPair encryptionKey) {
        this(key, CertificateIssuer.selfSignedMember(key, name, BIRTH, 365), encryptionKey);
    }

    /** Its id. */
    public MemberId id() {
        return MemberId.of(certificate.fingerprint());
    }

    /** As a configuration would name it. */
    public GenesisParameters.Member configured(@Nullable RecoveryRole role) {
        return new GenesisParameters.Member(
                certificate.pem(),
                encryptionKey == null ? null : encryptionKey.publicKeyPem(),
                null,
                role);
    }

    /** A signed request. */
    public byte[] sign(String type, long createdAt, @Nullable ProposalId about, String payload) {
        return CoseSigner.governanceMessage(
                new CoseSigner.Member(key, certificate),
                new CoseSigner.GovernanceHeader(
                        type, Instant.ofEpochSecond(createdAt), about == null ? null : about.hex()),
                payload.getBytes(StandardCharsets.UTF_8));
    }

    /** A ballot as its signed payload. */
    public static String ballotPayload(String script) {
        return Json.compact(Json.object().put("ballot", script));
    }
}
