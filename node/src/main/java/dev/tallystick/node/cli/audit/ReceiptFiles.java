package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.Pem;
import dev.tallystick.ledger.receipt.AnyReceipt;
import dev.tallystick.ledger.receipt.CoseEndorsement;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of receipts and endorsements that an auditor names. */
final class ReceiptFiles {
    private ReceiptFiles() {}

    /**
     * Reads a receipt.
     *
     * @throws UnusableInputException if the file holds neither JSON nor COSE
     * @throws dev.tallystick.ledger.receipt.ReceiptException if it is not in the form of a receipt
     * @throws IOException if it cannot be read
     */
    static AnyReceipt receipt(Path file) throws IOException {
        byte[] bytes = ProofFiles.bytes(file);
        if (!AnyReceipt.isPossible(bytes)) {
            throw new UnusableInputException(file + " is no receipt: neither JSON nor COSE");
        }
        return AnyReceipt.read(bytes);
    }

    /**
     * Endorsements of earlier services, in either form.
     *
     * @param cose newest first
     * @param certificates PEM, each issued by the next one's or the current service's key
     */
    record Endorsements(List<CoseEndorsement> cose, List<String> certificates) {}

    /**
     * Reads endorsements: PEM certificates, or JSON {@code {"endorsements":[…]}}.
     *
     * @throws UnusableInputException if a file holds anything else
     * @throws IOException if one cannot be read
     */
    static Endorsements endorsements(List<Path> files) throws IOException {
        List<CoseEndorsement> cose = new ArrayList<>();
        List<String> certificates = new ArrayList<>();
        for (Path file : files) {
            byte[] bytes = ProofFiles.bytes(file);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            try {
                if (text.stripLeading().startsWith("{")) {
                    cose.addAll(CoseEndorsement.chainFromJson(Json.parseUnambiguous(bytes)));
                } else {
                    certificates.addAll(certificates(text));
                }
            } catch (LedgerFormatException e) {
                throw new UnusableInputException(
                        file + " holds no endorsements: " + e.getMessage());
            }
        }
        return new Endorsements(cose, certificates);
    }

    private static List<String> certificates(String text) {
        List<String> certificates = new ArrayList<>();
        for (Pem.Block block : Pem.decodeAll(text)) {
            if (block.label().equals(Pem.CERTIFICATE)) {
                certificates.add(Certificate.fromDer(block.content()).pem());
            }
        }
        if (certificates.isEmpty()) {
            throw new LedgerFormatException("neither a PEM certificate nor JSON");
        }
        return certificates;
    }

    /**
     * Writes a whole file.
     *
     * @throws UnusableInputException if that cannot be done
     */
    static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UnusableInputException(ProofFiles.unwritable(file, e));
        }
    }
}
