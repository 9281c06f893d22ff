package dev.tallystick.ledger.crypto;

import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** Lets BouncyCastle's builders sign through {@link CryptoProvider}. */
final class KeySigner implements ContentSigner {
    private final EcKeyPair key;
    private final SignatureHash hash;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    KeySigner(EcKeyPair key, SignatureHash hash) {
        this.key = key;
        this.hash = hash;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new AlgorithmIdentifier(hash.oid());
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        return key.signDer(hash.jcaName(), content.toByteArray());
    }
}
