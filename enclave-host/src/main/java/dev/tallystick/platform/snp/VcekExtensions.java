package dev.tallystick.platform.snp;

import dev.tallystick.ledger.Bytes;

import java.security.cert.X509Certificate;

/** What AMD says of a chip in the certificate of its key (spec 07, 4.3). */
final class VcekExtensions {

    private static final String AMD = "1.3.6.1.4.1.3704.1.";
    private static final int DER_OCTET_STRING = 0x04;
    private static final int DER_INTEGER = 0x02;

    private VcekExtensions() {}

    /**
     * The firmware versions that the key is bound to.
     *
     * @throws SnpException if one of them is missing or not a byte
     */
    static TcbPolicy tcb(X509Certificate vcek, SnpProduct product) {
        return new TcbPolicy(
                version(vcek, "3.8", "microcode"),
                version(vcek, "3.3", "snp"),
                version(vcek, "3.2", "tee"),
                version(vcek, "3.1", "boot_loader"),
                product == SnpProduct.TURIN ? version(vcek, "3.9", "fmc") : null,
                null);
    }

    /**
     * The chip that the key belongs to.
     *
     * @throws SnpException if it is missing
     */
    static Bytes hardwareId(X509Certificate vcek) {
        return Bytes.wrap(content(vcek, "4", "hwid"));
    }

    private static int version(X509Certificate vcek, String suffix, String name) {
        byte[] integer = unwrap(content(vcek, suffix, name), DER_INTEGER, name);
        boolean isByte =
                (integer.length == 1 && integer[0] >= 0)
                        || (integer.length == 2 && integer[0] == 0 && integer[1] < 0);
        if (!isByte) {
            throw new SnpException("Invalid " + name + " value in TCB version");
        }
        return integer[integer.length - 1] & 0xFF;
    }

    private static byte[] content(X509Certificate vcek, String suffix, String name) {
        byte[] extension = vcek.getExtensionValue(AMD + suffix);
        if (extension == null) {
            throw new SnpException("SEV-SNP: The VCEK has no extension for " + name);
        }
        return unwrap(extension, DER_OCTET_STRING, name);
    }

    /** The content of a DER value of less than 128 bytes that fills {@code der}. */
    private static byte[] unwrap(byte[] der, int tag, String name) {
        if (der.length < 2 || der[0] != tag || der[1] != der.length - 2) {
            throw new SnpException("SEV-SNP: The VCEK's extension for " + name + " is malformed");
        }
        byte[] content = new byte[der.length - 2];
        System.arraycopy(der, 2, content, 0, content.length);
        return content;
    }
}
