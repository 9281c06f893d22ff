package dev.tallystick.ledger.view;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.CoseSigner;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.signature.CoseRootSignature;
import dev.tallystick.ledger.signature.SignatureTransaction;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Who signed the ledger's root, as the signature says; not verified.
 *
 * @param txId of the signature transaction, which covers all before it
 * @param node id of the signing node
 * @param root the signed root
 * @param service the service's signature; null in ledgers or times without COSE signatures
 */
public record SignatureSummary(
        TxId txId, String node, Digest root, @Nullable ServiceSignature service) {
    /**
     * The service's own signature.
     *
     * @param keyId hex SHA-256 of the service's public key
     * @param claims issuer, subject, time; null where they are not all there
     */
    public record ServiceSignature(String keyId, CoseSigner.@Nullable RootClaims claims) {}

    /**
     * The signature in an entry, if it is a signature transaction.
     *
     * @throws LedgerFormatException if it is one, but malformed
     */
    public static Optional<SignatureSummary> of(Entry entry) {
        return SignatureTransaction.from(entry).map(SignatureSummary::of);
    }

    private static SignatureSummary of(SignatureTransaction signature) {
        CoseRootSignature cose = signature.coseSignature();
        return new SignatureSummary(
                signature.txId(),
                signature.nodeSignature().node(),
                signature.nodeSignature().root(),
                cose == null ? null : of(cose));
    }

    private static ServiceSignature of(CoseRootSignature cose) {
        String keyId =
                cose.cose()
                        .kid()
                        .map(kid -> new String(kid, StandardCharsets.ISO_8859_1))
                        .orElse("");
        return new ServiceSignature(keyId, cose.claims().orElse(null));
    }

    /** When it was signed, by the service's clock, to the second; where it is told. */
    public Optional<Instant> time() {
        return service == null || service.claims() == null
                ? Optional.empty()
                : Optional.of(service.claims().issuedAt());
    }
}
