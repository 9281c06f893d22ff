/**
 * Keys, certificates, ciphers and COSE envelopes: everything the service signs, seals or presents.
 *
 * <p>{@link CryptoProvider} is the one seam to the implementations: the native
 * AmazonCorrettoCryptoProvider where its library loads, else BouncyCastle. Nothing else in the
 * house asks the JCA for a signature or a cipher by provider. On top of it stand values that cannot
 * be confused with each other:
 *
 * <ul>
 *   <li>{@link EcKeyPair} and {@link EcPublicKey}: node, service, member and user identities;
 *   <li>{@link Certificate} and {@link CertificateIssuer}: X.509 exactly as CCF writes it (spec 06,
 *       3.1);
 *   <li>{@link RsaKeyPair} and {@link RsaOaep}: wrapping of shares and ledger secrets (spec 01,
 *       6.2);
 *   <li>{@link AesGcm}, {@link GcmCipher}, {@link Hkdf}: sealing (spec 01, 6.1);
 *   <li>{@link CoseSign1}, {@link GovernanceMessage}, {@link CoseSigner}: signed envelopes (spec
 *       03, 2; spec 01, 5.2).
 * </ul>
 *
 * <p>The package knows nothing of entries, tables or files. Foreign bytes that do not parse raise
 * {@link dev.tallystick.ledger.LedgerFormatException} or {@link CoseException}; a failed
 * verification is a {@code false}.
 */
@NullMarked
package dev.tallystick.ledger.crypto;

import org.jspecify.annotations.NullMarked;
