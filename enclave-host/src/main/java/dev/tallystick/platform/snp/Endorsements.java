package dev.tallystick.platform.snp;

import dev.tallystick.ledger.Bytes;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The certificates that come with a report: the chip's (VCEK), AMD's intermediate (ASK) and root
 * (ARK), in this order (spec 07, 4.1 and 4.6). Parsed, not yet trusted.
 */
record Endorsements(X509Certificate vcek, X509Certificate ask, X509Certificate ark) {

    /** Anything larger is refused unread. */
    static final int SIZE_MAX = 64 * 1024;

    private static final int COUNT = 3;
    private static final String END = "-----END CERTIFICATE-----";

    /**
     * Reads PEM text. Every END line ends a certificate; what follows the last is ignored.
     *
     * @throws SnpException if there are not exactly three certificates, or one cannot be parsed
     */
    static Endorsements parse(Bytes pem) {
        if (pem.length() > SIZE_MAX) {
            throw new SnpException(
                    "Endorsement certificates are too large: "
                            + pem.length()
                            + " > "
                            + SIZE_MAX
                            + " bytes");
        }
        List<String> pieces = cut(new String(pem.toArray(), StandardCharsets.ISO_8859_1));
        if (pieces.size() != COUNT) {
            throw new SnpException("Expected 3 endorsement certificates but got " + pieces.size());
        }
        return new Endorsements(
                certificate(pieces.get(0)), certificate(pieces.get(1)), certificate(pieces.get(2)));
    }

    private static List<String> cut(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        int end = text.indexOf(END);
        while (end >= 0) {
            pieces.add(text.substring(start, end + END.length()).stripLeading());
            start = end + END.length();
            end = text.indexOf(END, start);
        }
        return pieces;
    }

    private static X509Certificate certificate(String pem) {
        byte[] bytes = pem.getBytes(StandardCharsets.ISO_8859_1);
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            if (factory.generateCertificate(new ByteArrayInputStream(bytes))
                    instanceof X509Certificate certificate) {
                return certificate;
            }
            throw new SnpException("An endorsement certificate is not X.509");
        } catch (CertificateException e) {
            throw new SnpException("An endorsement certificate cannot be parsed", e);
        }
    }
}
