package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.cbor.Cbor;
import dev.tallystick.ledger.cbor.CborWriter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Builds the COSE_Sign1 messages that Tallystick signs itself; header labels in CCF's order. */
public final class CoseSigner {
    /** Protected label of the verifiable data structure. */
    public static final long LABEL_VDS = 395;

    /** {@code CCF_LEDGER_SHA256}, the value of {@link #LABEL_VDS}. */
    public static final long VDS_CCF_LEDGER = 2;

    /** Protected label of CCF's own claims. */
    public static final String LABEL_CCF = "ccf.v1";

    private static final long CWT_ISS = 1;
    private static final long CWT_SUB = 2;
    private static final long CWT_IAT = 6;

    private CoseSigner() {}

    /**
     * A member's identity.
     *
     * @param key signs
     * @param certificate its fingerprint is the kid
     */
    public record Member(EcKeyPair key, Certificate certificate) {}

    /**
     * What a governance message says about itself.
     *
     * @param type what is asked for, such as a ballot: one of the texts of spec 03, 2.1
     * @param createdAt whole seconds are kept
     * @param proposalId for ballots and withdrawals
     */
    public record GovernanceHeader(String type, Instant createdAt, @Nullable String proposalId) {}

    /**
     * A signed governance request, ready to be posted as {@code application/cose} (spec 03, 2.1).
     */
    public static byte[] governanceMessage(Member member, GovernanceHeader header, byte[] payload) {
        Cbor.MapBuilder builder =
                Cbor.map()
                        .put(CoseSign1.LABEL_ALG, Cbor.of(member.key().curve().coseAlgorithm()))
                        .put(CoseSign1.LABEL_KID, ascii(member.certificate().fingerprint().hex()))
                        .put(GovernanceMessage.LABEL_TYPE, Cbor.of(header.type()))
                        .put(
                                GovernanceMessage.LABEL_CREATED_AT,
                                Cbor.of(header.createdAt().getEpochSecond()));
        if (header.proposalId() != null) {
            builder.put(GovernanceMessage.LABEL_PROPOSAL_ID, Cbor.of(header.proposalId()));
        }
        return sign(member.key(), builder.build(), payload, true);
    }

    /**
     * The issuer's claims in ledger signatures (spec 01, 5.2).
     *
     * @param issuer {@code iss}
     * @param subject {@code sub}
     * @param issuedAt {@code iat}, whole seconds are kept
     */
    public record RootClaims(String issuer, String subject, Instant issuedAt) {}

    /** The service's signature over a Merkle root, which is the detached payload (spec 01, 5.2). */
    public static byte[] ledgerRoot(
            EcKeyPair serviceKey, TxId signatureTx, Digest root, RootClaims claims) {
        Cbor.Map header =
                Cbor.map()
                        .put(CoseSign1.LABEL_ALG, Cbor.of(serviceKey.curve().coseAlgorithm()))
                        .put(CoseSign1.LABEL_KID, ascii(serviceKey.publicKey().idHex()))
                        .put(LABEL_VDS, Cbor.of(VDS_CCF_LEDGER))
                        .put(
                                CoseSign1.LABEL_CWT_CLAIMS,
                                Cbor.map()
                                        .put(CWT_IAT, Cbor.of(claims.issuedAt().getEpochSecond()))
                                        .put(CWT_ISS, Cbor.of(claims.issuer()))
                                        .put(CWT_SUB, Cbor.of(claims.subject()))
                                        .build())
                        .put(
                                LABEL_CCF,
                                Cbor.map().put("txid", Cbor.of(signatureTx.toString())).build())
                        .build();
        return sign(serviceKey, header, root.bytes(), false);
    }

    /** Issuer and subject of a ledger signature, as a recovery reads them back (spec 01, 5.2). */
    public static Optional<RootClaims> rootClaims(CoseSign1 signature) {
        if (signature.protectedHeader().get(CoseSign1.LABEL_CWT_CLAIMS).orElse(Cbor.NULL)
                        instanceof Cbor.Map claims
                && claims.get(CWT_ISS).orElse(Cbor.NULL) instanceof Cbor.Text(String issuer)
                && claims.get(CWT_SUB).orElse(Cbor.NULL) instanceof Cbor.Text(String subject)
                && claims.get(CWT_IAT).orElse(Cbor.NULL) instanceof Cbor.Int(long iat)
                && iat >= 0
                && iat <= Instant.MAX.getEpochSecond()) {
            return Optional.of(new RootClaims(issuer, subject, Instant.ofEpochSecond(iat)));
        }
        return Optional.empty();
    }

    /**
     * The epoch that an endorsement of a service identity covers (spec 01, 8.6).
     *
     * @param begin first transaction
     * @param end last transaction; null in a self-endorsement
     * @param endRoot last signed root of the previous service, if any
     */
    public record Epoch(TxId begin, @Nullable TxId end, @Nullable Digest endRoot) {}

    /**
     * The service's endorsement of an earlier (or its own) public key, which is the attached
     * payload (spec 01, 8.6).
     */
    public static byte[] identityEndorsement(
            EcKeyPair serviceKey, EcPublicKey endorsed, Epoch epoch, Instant issuedAt) {
        Cbor.MapBuilder ccf = Cbor.map().put("epoch.start.txid", Cbor.of(epoch.begin().toString()));
        if (epoch.end() != null) {
            ccf.put("epoch.end.txid", Cbor.of(epoch.end().toString()));
        }
        if (epoch.endRoot() != null) {
            ccf.put("epoch.end.merkle.root", Cbor.of(epoch.endRoot().bytes()));
        }
        Cbor.Map header =
                Cbor.map()
                        .put(CoseSign1.LABEL_ALG, Cbor.of(serviceKey.curve().coseAlgorithm()))
                        .put(
                                CoseSign1.LABEL_CWT_CLAIMS,
                                Cbor.map().put(CWT_IAT, Cbor.of(issuedAt.getEpochSecond())).build())
                        .put(LABEL_CCF, ccf.build())
                        .build();
        return sign(serviceKey, header, endorsed.spkiDer(), true);
    }

    private static byte[] sign(EcKeyPair key, Cbor.Map header, byte[] payload, boolean isAttached) {
        byte[] protectedBytes = CborWriter.encode(header);
        byte[] signature = key.signCose(CoseSign1.toBeSigned(protectedBytes, payload));
        Cbor carried = isAttached ? Cbor.of(payload) : Cbor.NULL;
        return new CoseSign1(protectedBytes, Cbor.map().build(), carried, signature).encode();
    }

    private static Cbor ascii(String text) {
        return Cbor.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
