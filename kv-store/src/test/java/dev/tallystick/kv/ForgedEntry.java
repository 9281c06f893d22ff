package dev.tallystick.kv;

import dev.tallystick.ledger.entry.EntryHeader;
import dev.tallystick.ledger.entry.LedgerSecret;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * An entry taken apart, to be put together wrongly: what a primary could send that has the ledger
 * secret but does not keep the rules.
 */
final class ForgedEntry {
    private static final int PUBLIC_OFFSET = 44;
    private static final int TAG = 16;
    private static final int IV_OFFSET = 24;

    /** Bytes of the public domain of a current entry before its maps. */
    static final int DOMAIN_HEADER = 1 + 8 + 32 + 32 + 8;

    int flags;
    int view;
    long ivSeqno;
    byte[] publicDomain;
    byte[] privateDomain;

    private ForgedEntry(EntryHeader header, byte[] publicDomain, byte[] privateDomain) {
        this.flags = header.flags();
        this.view = (int) header.txId().view();
        this.ivSeqno = header.txId().seqno();
        this.publicDomain = publicDomain;
        this.privateDomain = privateDomain;
    }

    static ForgedEntry of(byte[] entry, LedgerSecret secret) {
        EntryHeader header = EntryHeader.of(entry);
        int privateOffset = PUBLIC_OFFSET + header.publicLength();
        byte[] publicDomain = Arrays.copyOfRange(entry, PUBLIC_OFFSET, privateOffset);
        ByteBuffer sealed = ByteBuffer.allocate(header.privateLength() + TAG);
        sealed.put(entry, privateOffset, header.privateLength()).put(entry, 8, TAG);
        byte[] iv = Arrays.copyOfRange(entry, IV_OFFSET, IV_OFFSET + 12);
        return new ForgedEntry(
                header,
                publicDomain,
                gcm(Cipher.DECRYPT_MODE, secret, iv, publicDomain, sealed.array()));
    }

    /** As if it stood at another place. */
    ForgedEntry at(int newView, long newSeqno) {
        view = newView;
        ivSeqno = newSeqno;
        ByteBuffer.wrap(publicDomain).order(ByteOrder.LITTLE_ENDIAN).putLong(1, newSeqno);
        return this;
    }

    ForgedEntry withFlags(int newFlags) {
        flags = newFlags;
        return this;
    }

    ForgedEntry withType(int type) {
        publicDomain[0] = (byte) type;
        return this;
    }

    ForgedEntry withPublic(byte[]... maps) {
        publicDomain = concat(Arrays.copyOf(publicDomain, DOMAIN_HEADER), concat(maps));
        return this;
    }

    ForgedEntry withPrivate(byte[]... maps) {
        privateDomain = concat(maps);
        return this;
    }

    /** The entry, with a tag that fits. */
    byte[] seal(LedgerSecret secret) {
        int size = PUBLIC_OFFSET + publicDomain.length + privateDomain.length;
        ByteBuffer entry = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        byte[] iv =
                ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(ivSeqno)
                        .putInt(view)
                        .array();
        byte[] sealed = gcm(Cipher.ENCRYPT_MODE, secret, iv, publicDomain, privateDomain);
        entry.putLong((size - 8L) << 16 | (long) flags << 8 | 1);
        entry.put(sealed, privateDomain.length, TAG).put(iv);
        entry.putLong(publicDomain.length).put(publicDomain);
        return entry.put(sealed, 0, privateDomain.length).array();
    }

    private static byte[] gcm(int mode, LedgerSecret secret, byte[] iv, byte[] aad, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode,
                    new SecretKeySpec(secret.keyBytes(), "AES"),
                    new GCMParameterSpec(TAG * 8, iv));
            cipher.updateAAD(aad);
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A map block that writes one key and removes another. */
    static byte[] map(String name) {
        return concat(
                blob(name), u64(0), u64(0), u64(1), blob("k"), blob("v"), u64(1), blob("gone"));
    }

    static byte[] blob(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return concat(u64(bytes.length), bytes);
    }

    static byte[] u64(long value) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
