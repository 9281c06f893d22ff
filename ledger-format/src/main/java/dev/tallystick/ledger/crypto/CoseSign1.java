package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.cbor.Cbor;
import dev.tallystick.ledger.cbor.CborException;
import dev.tallystick.ledger.cbor.CborReader;
import dev.tallystick.ledger.cbor.CborWriter;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A tagged COSE_Sign1 (RFC 9052, 4.2). A message that was read keeps its bytes; where its
 * unprotected header is replaced, the protected one still keeps those that were signed. Immutable
 * and thread-safe.
 */
public final class CoseSign1 {
    /** CBOR tag of a COSE_Sign1; untagged arrays are refused. */
    public static final long TAG = 18;

    /** Protected label of the algorithm. */
    public static final long LABEL_ALG = 1;

    /** Protected label of the critical headers. */
    public static final long LABEL_CRIT = 2;

    /** Protected label of the key id. */
    public static final long LABEL_KID = 4;

    /** Protected label of the CWT claims. */
    public static final long LABEL_CWT_CLAIMS = 15;

    /** An unprotected header without anything in it. */
    public static final Cbor.Map EMPTY_HEADER = Cbor.map().build();

    /** Largest message that is parsed, in bytes; callers limit request bodies well below. */
    public static final int SIZE_MAX = 64 << 20;

    private final byte[] protectedBytes;
    private final Cbor.Map protectedHeader;
    private final Cbor.Map unprotectedHeader;
    private final Cbor payload;
    private final byte[] signature;

    /** The whole message as it was read; null for one that was put together here. */
    private final byte @Nullable [] original;

    CoseSign1(byte[] protectedBytes, Cbor.Map unprotectedHeader, Cbor payload, byte[] signature) {
        this(protectedBytes, unprotectedHeader, payload, signature, null);
    }

    private CoseSign1(
            byte[] protectedBytes,
            Cbor.Map unprotectedHeader,
            Cbor payload,
            byte[] signature,
            byte @Nullable [] original) {
        this.protectedBytes = protectedBytes;
        this.protectedHeader = decodeProtected(protectedBytes);
        this.unprotectedHeader = unprotectedHeader;
        this.payload = payload;
        this.signature = signature;
        this.original = original;
    }

    /**
     * Parses a message that fills {@code bytes}.
     *
     * @throws CoseException with one of CCF's texts (spec 03, 2.3)
     */
    public static CoseSign1 parse(byte[] bytes) {
        return parse(bytes, header -> {});
    }

    /**
     * Parses a message; {@code headerCheck} sees the protected header before the remainder is
     * looked at, so that errors come in CCF's order.
     */
    static CoseSign1 parse(byte[] bytes, Consumer<Cbor.Map> headerCheck) {
        if (bytes.length > SIZE_MAX) {
            throw new CoseException("Failed to parse COSE_Sign1 outer array");
        }
        CborReader reader = new CborReader(bytes);
        readOuterArray(reader);
        byte[] protectedBytes = readProtected(reader);
        headerCheck.accept(decodeProtected(protectedBytes));
        try {
            Cbor unprotected = reader.read();
            Cbor payload = reader.read();
            Cbor signature = reader.read();
            if (reader.isAtEnd()
                    && unprotected instanceof Cbor.Map map
                    && (payload instanceof Cbor.ByteString || payload.equals(Cbor.NULL))
                    && signature instanceof Cbor.ByteString(Bytes signatureBytes)) {
                return new CoseSign1(
                        protectedBytes, map, payload, signatureBytes.toArray(), bytes.clone());
            }
        } catch (CborException e) {
            throw malformed();
        }
        throw malformed();
    }

    private static void readOuterArray(CborReader reader) {
        long tag;
        long count;
        try {
            tag = reader.readTag();
            count = reader.readArrayHead();
        } catch (CborException e) {
            throw new CoseException("Failed to parse COSE_Sign1 outer array");
        }
        if (count < 0) {
            throw new CoseException("Failed to parse COSE_Sign1 outer array");
        }
        if (tag != TAG) {
            throw new CoseException("COSE_Sign1 is not tagged");
        }
        if (count != 4) {
            throw malformed();
        }
    }

    private static byte[] readProtected(CborReader reader) {
        try {
            if (reader.read() instanceof Cbor.ByteString(Bytes bytes)) {
                return bytes.toArray();
            }
        } catch (CborException e) {
            throw undecodable(String.valueOf(e.getMessage()));
        }
        throw undecodable("not a byte string");
    }

    private static Cbor.Map decodeProtected(byte[] bytes) {
        if (bytes.length == 0) {
            return Cbor.map().build();
        }
        try {
            if (CborReader.decode(bytes) instanceof Cbor.Map map) {
                return map;
            }
        } catch (CborException e) {
            throw undecodable(String.valueOf(e.getMessage()));
        }
        throw undecodable("not a map");
    }

    private static CoseException undecodable(String detail) {
        return new CoseException("Failed to decode protected header: " + detail);
    }

    static CoseException malformed() {
        return new CoseException("Failed to decode COSE_Sign1");
    }

    /** The protected header as it was signed; a copy. */
    public byte[] protectedBytes() {
        return protectedBytes.clone();
    }

    /** The protected header, decoded. */
    public Cbor.Map protectedHeader() {
        return protectedHeader;
    }

    /** The unprotected header: anybody may have changed it. */
    public Cbor.Map unprotectedHeader() {
        return unprotectedHeader;
    }

    /** The payload, a copy; nothing if it is detached. */
    public Optional<byte[]> payload() {
        return payload instanceof Cbor.ByteString(Bytes bytes)
                ? Optional.of(bytes.toArray())
                : Optional.empty();
    }

    /** The signature; a copy. */
    public byte[] signature() {
        return signature.clone();
    }

    /** The algorithm number; nothing if absent or not an integer. */
    public OptionalLong alg() {
        return protectedInt(Cbor.of(LABEL_ALG));
    }

    /** The key id; nothing if absent or not a byte string. */
    public Optional<byte[]> kid() {
        return protectedHeader.get(LABEL_KID).flatMap(CoseSign1::bytes);
    }

    private static Optional<byte[]> bytes(Cbor item) {
        return item instanceof Cbor.ByteString(Bytes bytes)
                ? Optional.of(bytes.toArray())
                : Optional.empty();
    }

    private OptionalLong protectedInt(Cbor label) {
        return protectedHeader.get(label).orElse(Cbor.NULL) instanceof Cbor.Int(long value)
                ? OptionalLong.of(value)
                : OptionalLong.empty();
    }

    /**
     * Verifies an attached payload.
     *
     * @return false for a detached payload, a foreign algorithm, a {@code crit} header, or a bad
     *     signature
     */
    public boolean verify(EcPublicKey key) {
        return payload instanceof Cbor.ByteString(Bytes bytes) && verifyBytes(key, bytes.toArray());
    }

    /**
     * Verifies a detached payload.
     *
     * @return false for an attached payload, a foreign algorithm, a {@code crit} header, or a bad
     *     signature
     */
    public boolean verifyDetached(EcPublicKey key, byte[] detachedPayload) {
        return payload.equals(Cbor.NULL) && verifyBytes(key, detachedPayload);
    }

    private boolean verifyBytes(EcPublicKey key, byte[] content) {
        OptionalLong alg = alg();
        return alg.isPresent()
                && alg.getAsLong() == key.curve().coseAlgorithm()
                && protectedHeader.get(LABEL_CRIT).isEmpty()
                && key.verifyCose(toBeSigned(protectedBytes, content), signature);
    }

    static byte[] toBeSigned(byte[] protectedBytes, byte[] payload) {
        return CborWriter.encode(
                Cbor.array(
                        Cbor.of("Signature1"),
                        Cbor.of(protectedBytes),
                        new Cbor.ByteString(Bytes.EMPTY),
                        Cbor.of(payload)));
    }

    /**
     * An unprotected header {@code { key: [ value ] }} (spec 01, 8.4).
     *
     * @param value copied
     */
    public static Cbor.Map header(long key, byte[] value) {
        return Cbor.map().put(key, Cbor.array(Cbor.of(value))).build();
    }

    /**
     * An unprotected header {@code { key: { subkey: [ value, … ] } }} (spec 01, 8.4).
     *
     * @param values copied
     */
    public static Cbor.Map header(long key, long subkey, byte[]... values) {
        Cbor[] items = Arrays.stream(values).map(Cbor::of).toArray(Cbor[]::new);
        return Cbor.map().put(key, Cbor.map().put(subkey, Cbor.array(items)).build()).build();
    }

    /**
     * The same message with another unprotected header; everything that was signed keeps its bytes
     * (spec 01, 8.4). Headers are made by {@link #header} or are {@link #EMPTY_HEADER}.
     */
    public CoseSign1 withUnprotected(Cbor.Map header) {
        return new CoseSign1(protectedBytes, header, payload, signature);
    }

    /** The tagged message: the very bytes that were read, or our own encoding of a new one. */
    public byte[] encode() {
        if (original != null) {
            return original.clone();
        }
        return CborWriter.encode(
                new Cbor.Tagged(
                        TAG,
                        Cbor.array(
                                Cbor.of(protectedBytes),
                                unprotectedHeader,
                                payload,
                                Cbor.of(signature))));
    }
}
