package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.LedgerFormatException;

import org.bouncycastle.asn1.ASN1Primitive;

import java.io.IOException;

/** Reading of ASN.1 from bytes nobody vouches for. */
final class Asn1 {
    private Asn1() {}

    /** Turns one ASN.1 value into a typed structure. */
    interface Reader<T> {
        T read(ASN1Primitive value) throws IOException;
    }

    /**
     * Reads the one value that fills the bytes.
     *
     * <p>BouncyCastle parses lazily and reports malformed structures by whatever unchecked
     * exception comes first (found by fuzzing: class cast, index, null pointer), so this one place
     * turns them all into ours.
     *
     * @param what the name of the structure, for the message
     * @throws LedgerFormatException if the bytes are not that structure, or bytes are left over
     */
    static <T> T read(byte[] bytes, String what, Reader<T> reader) {
        if (bytes.length == 0) {
            throw new LedgerFormatException("not " + what + ": no bytes");
        }
        try {
            return reader.read(ASN1Primitive.fromByteArray(bytes));
        } catch (LedgerFormatException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new LedgerFormatException("not " + what, e);
        }
    }
}
