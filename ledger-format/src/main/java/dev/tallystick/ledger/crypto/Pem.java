package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.LedgerFormatException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PEM text blocks. Written exactly as OpenSSL does (64 columns, LF, final LF), because PEM texts
 * are compared as strings elsewhere (spec 06, trap 15); read leniently in white space, strictly in
 * base64.
 */
public final class Pem {
    /** Label of an X.509 certificate. */
    public static final String CERTIFICATE = "CERTIFICATE";

    /** Label of a SubjectPublicKeyInfo. */
    public static final String PUBLIC_KEY = "PUBLIC KEY";

    /** Label of a PKCS#8 private key. */
    public static final String PRIVATE_KEY = "PRIVATE KEY";

    /** Label of a PKCS#10 request. */
    public static final String CERTIFICATE_REQUEST = "CERTIFICATE REQUEST";

    /** Longest text that is read, in characters. */
    public static final int TEXT_MAX = 1 << 20;

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----");
    private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /**
     * One block.
     *
     * @param label what stands after BEGIN
     * @param content the decoded bytes, owned by this record; do not change
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    public record Block(String label, byte[] content) {
        /** The label and the size; the content may be a key. */
        @Override
        public String toString() {
            return label + "[" + content.length + " bytes]";
        }
    }

    /** The text of one block. */
    public static String encode(String label, byte[] content) {
        String body = new String(ENCODER.encode(content), StandardCharsets.US_ASCII);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /**
     * The content of the first block with a label; text around and other blocks are skipped.
     *
     * @throws LedgerFormatException if there is none, or any block before it is malformed
     */
    public static byte[] decodeFirst(String text, String label) {
        return find(text, label)
                .orElseThrow(() -> new LedgerFormatException("no PEM block " + label))
                .content();
    }

    /**
     * The first block with a label.
     *
     * @throws LedgerFormatException if a block is malformed
     */
    public static Optional<Block> find(String text, String label) {
        return decodeAll(text).stream().filter(block -> block.label().equals(label)).findFirst();
    }

    /**
     * All blocks in order. Text outside of blocks is ignored.
     *
     * @throws LedgerFormatException if the text exceeds {@link #TEXT_MAX}, a block has no end, or
     *     its base64 is bad
     */
    public static List<Block> decodeAll(String text) {
        if (text.length() > TEXT_MAX) {
            throw new LedgerFormatException("PEM text longer than " + TEXT_MAX + " characters");
        }
        List<Block> blocks = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text);
        int from = 0;
        while (begin.find(from)) {
            String label = begin.group(1);
            String endMarker = "-----END " + label + "-----";
            int end = text.indexOf(endMarker, begin.end());
            if (end < 0) {
                throw new LedgerFormatException("PEM block " + label + " has no end");
            }
            blocks.add(new Block(label, base64(label, text.substring(begin.end(), end))));
            from = end + endMarker.length();
        }
        return List.copyOf(blocks);
    }

    private static byte[] base64(String label, String body) {
        StringBuilder compact = new StringBuilder(body.length());
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c != '\n' && c != '\r' && c != ' ' && c != '\t') {
                compact.append(c);
            }
        }
        try {
            byte[] content = Base64.getDecoder().decode(compact.toString());
            if (content.length == 0) {
                throw new LedgerFormatException("PEM block " + label + " is empty");
            }
            return content;
        } catch (IllegalArgumentException e) {
            throw new LedgerFormatException("PEM block " + label + " is not base64", e);
        }
    }
}
