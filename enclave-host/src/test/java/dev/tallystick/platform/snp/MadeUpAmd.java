package dev.tallystick.platform.snp;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A chip maker of our own, shaped as spec 07, 4.1 and 4.3 describe the real one, so that every
 * refusal can be provoked by changing one thing in evidence that is otherwise accepted.
 */
final class MadeUpAmd {

    static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1);
    private static final String OIDS = "1.3.6.1.4.1.3704.1.";

    private final KeyPair ark = newKey("RSA", 2048);
    private final KeyPair ask = newKey("RSA", 2048);
    private final KeyPair vcek = newKey("EC", 384);
    private final SnpProduct product;

    MadeUpAmd(SnpProduct product) {
        this.product = product;
    }

    SnpVerifier verifier() {
        return new SnpVerifier(
                new AmdRoots(Map.of(product, Digest.sha256(ark.getPublic().getEncoded()))));
    }

    /** The three certificates; {@code changes} may alter the extensions of the chip's. */
    Bytes endorsements(Consumer<Map<String, byte[]>> changes) {
        Map<String, byte[]> extensions = extensions();
        changes.accept(extensions);
        String pem =
                certificate("SEV-VCEK", "SEV-Product", vcek, ask.getPrivate(), false, extensions)
                        + certificate(
                                "SEV-Product", "ARK-Product", ask, ark.getPrivate(), true, Map.of())
                        + certificate(
                                "ARK-Product",
                                "ARK-Product",
                                ark,
                                ark.getPrivate(),
                                true,
                                Map.of());
        return Bytes.utf8(pem);
    }

    /** A chain whose intermediate has not signed the chip's certificate. */
    Bytes brokenEndorsements() {
        String pem = endorsements(e -> {}).utf8();
        KeyPair stranger = newKey("RSA", 2048);
        String middle =
                certificate(
                        "SEV-Product", "ARK-Product", stranger, ark.getPrivate(), true, Map.of());
        String[] pieces = pem.split("(?<=-----END CERTIFICATE-----\n)", -1);
        return Bytes.utf8(pieces[0] + middle + pieces[2]);
    }

    /** A signed report of a good guest; {@code changes} are made before it is signed. */
    Bytes report(Consumer<ByteBuffer> changes) {
        byte[] bytes = new byte[SnpReport.SIZE];
        ByteBuffer report = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        report.putInt(0x000, 3).putLong(0x008, 0x3001F).putInt(0x034, 1);
        boolean isTurin = product == SnpProduct.TURIN;
        report.put(0x188, (byte) (isTurin ? 0x1A : 0x19)).put(0x189, (byte) (isTurin ? 2 : 1));
        report.put(0x180, new byte[] {7, 6, 5, 4, 0, 0, 3, (byte) 200});
        byte[] chip = chipId();
        report.put(0x1A0, chip);
        changes.accept(report);
        sign(bytes);
        return Bytes.wrap(bytes);
    }

    /** The extensions that fit {@link #report}. */
    private Map<String, byte[]> extensions() {
        boolean isTurin = product == SnpProduct.TURIN;
        Map<String, byte[]> extensions = new TreeMap<>();
        extensions.put("3.1", integer(isTurin ? 6 : 7));
        extensions.put("3.2", integer(isTurin ? 5 : 6));
        extensions.put("3.3", integer(isTurin ? 4 : 3));
        extensions.put("3.8", integer(200));
        if (isTurin) {
            extensions.put("3.9", integer(7));
        }
        extensions.put("4", chipId());
        return extensions;
    }

    private byte[] chipId() {
        byte[] chip = new byte[product == SnpProduct.TURIN ? 8 : 64];
        Arrays.fill(chip, (byte) 0xC1);
        return chip;
    }

    static byte[] integer(long value) {
        return encoded(new ASN1Integer(value));
    }

    private void sign(byte[] report) {
        try {
            Signature signature = Signature.getInstance("SHA384withECDSAinP1363Format");
            signature.initSign(vcek.getPrivate());
            signature.update(report, 0, SnpReport.SIGNED_SIZE);
            byte[] rs = signature.sign();
            for (int i = 0; i < 48; i++) {
                report[SnpReport.SIGNED_SIZE + i] = rs[47 - i];
                report[SnpReport.SIGNED_SIZE + 72 + i] = rs[95 - i];
            }
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String certificate(
            String subject,
            String issuer,
            KeyPair key,
            PrivateKey issuerKey,
            boolean isAuthority,
            Map<String, byte[]> extensions) {
        X509v3CertificateBuilder builder =
                new X509v3CertificateBuilder(
                        new X500Name("CN=" + issuer),
                        BigInteger.ZERO,
                        Date.from(AT.minusSeconds(86_400)),
                        Date.from(AT.plusSeconds(86_400)),
                        new X500Name("CN=" + subject),
                        SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
        try {
            if (isAuthority) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            }
            for (Map.Entry<String, byte[]> extension : extensions.entrySet()) {
                builder.addExtension(
                        new ASN1ObjectIdentifier(OIDS + extension.getKey()),
                        false,
                        extension.getValue());
            }
            byte[] der = builder.build(new PssSigner(issuerKey)).getEncoded();
            String base64 =
                    Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(der);
            return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair newKey(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] encoded(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** RSASSA-PSS as AMD uses it: SHA-384, MGF1 with SHA-384, a salt of 48 bytes. */
    private static final class PssSigner implements ContentSigner {
        private final PrivateKey key;
        private final ByteArrayOutputStream data = new ByteArrayOutputStream();

        PssSigner(PrivateKey key) {
            this.key = key;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            AlgorithmIdentifier sha384 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha384);
            return new AlgorithmIdentifier(
                    PKCSObjectIdentifiers.id_RSASSA_PSS,
                    new RSASSAPSSparams(
                            sha384,
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, sha384),
                            new ASN1Integer(48),
                            new ASN1Integer(1)));
        }

        @Override
        public OutputStream getOutputStream() {
            return data;
        }

        @Override
        public byte[] getSignature() {
            try {
                Signature signature = Signature.getInstance("RSASSA-PSS");
                signature.setParameter(PSS);
                signature.initSign(key);
                signature.update(data.toByteArray());
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }
}
