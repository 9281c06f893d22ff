package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.files.LedgerLookup;
import dev.tallystick.ledger.receipt.AnyReceipt;
import dev.tallystick.ledger.receipt.CoseReceiptVerifier;
import dev.tallystick.ledger.receipt.LedgerComparison;
import dev.tallystick.ledger.receipt.Receipt;
import dev.tallystick.ledger.receipt.ReceiptException;
import dev.tallystick.ledger.receipt.ReceiptVerifier;
import dev.tallystick.ledger.receipt.ServiceKeys;
import dev.tallystick.node.cli.audit.ProvenReport.ProvenTransaction;
import dev.tallystick.node.cli.audit.ReceiptFiles.Endorsements;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.config.ExitStatus;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** {@code tally receipt verify}: proves offline that a transaction was committed by a service. */
@Command(
        name = "verify",
        description = {
            "Check a receipt offline, JSON or COSE: that its leaf and proof give a root which the"
                    + " service, or a node of it, has signed.",
            "Exit status 0: proved. 1: not proved; the failed check is named. 2: unreadable,"
                    + " or neither JSON nor COSE.",
            ""
        })
final class ReceiptVerifyCommand extends AuditCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description =
                    "The receipt: COSE, or JSON as answered by GET /app/receipt, or an answer that"
                            + " holds one.")
    private @Nullable Path file;

    @Option(names = "--receipt", paramLabel = "FILE", description = "The same as FILE.")
    private @Nullable Path receiptOption;

    @Option(
            names = "--service-cert",
            required = true,
            paramLabel = "FILE",
            description = "PEM certificate of the service.")
    private Path serviceCertificate = Path.of("");

    @Option(
            names = "--claims",
            paramLabel = "HEX",
            converter = DigestConverter.class,
            description =
                    "The claims digest that you have computed; required if the receipt has"
                            + " none.")
    private @Nullable Digest claims;

    @Option(
            names = "--endorsements",
            paramLabel = "FILE",
            description =
                    "Endorsements of earlier services: JSON as written by tally receipt make, or"
                            + " PEM certificates.")
    private List<Path> endorsementFiles = List.of();

    @Option(
            names = "--ledger",
            paramLabel = "DIR",
            description = "Also compare with the transaction's entry in these ledger directories.")
    private List<Path> directories = List.of();

    ReceiptVerifyCommand(Console console) {
        super(console);
    }

    @Override
    ExitStatus run() throws IOException {
        Certificate service = ProofFiles.certificate(serviceCertificate);
        Endorsements endorsements = ReceiptFiles.endorsements(endorsementFiles);
        try {
            AnyReceipt receipt = ReceiptFiles.receipt(file());
            ServiceKeys keys = keys(service).withEndorsements(endorsements.cose());
            ProvenReport report =
                    switch (receipt) {
                        case AnyReceipt.OfNode(Receipt ofNode) ->
                                verify(with(ofNode, endorsements), keys);
                        case AnyReceipt.OfService cose ->
                                ProvenReport.of(
                                        claims == null
                                                ? CoseReceiptVerifier.verify(cose.receipt(), keys)
                                                : CoseReceiptVerifier.verify(
                                                        cose.receipt(), keys, claims));
                    };
            report(report, compare(report), service);
            return ExitStatus.SUCCESS;
        } catch (ReceiptException e) {
            return refuse(e);
        }
    }

    private Path file() {
        if ((file == null) == (receiptOption == null)) {
            throw new UnusableInputException("name one receipt: FILE, or --receipt FILE");
        }
        return file != null ? file : Objects.requireNonNull(receiptOption);
    }

    private static ServiceKeys keys(Certificate service) {
        try {
            return ServiceKeys.of(service);
        } catch (LedgerFormatException e) {
            throw new UnusableInputException(
                    "the key of "
                            + service.subject()
                            + " cannot be a service's: "
                            + e.getMessage());
        }
    }

    private static Receipt with(Receipt receipt, Endorsements endorsements) {
        List<String> all = new ArrayList<>(receipt.serviceEndorsements());
        all.addAll(endorsements.certificates());
        return receipt.withServiceEndorsements(all);
    }

    private ProvenReport verify(Receipt receipt, ServiceKeys keys) {
        return ProvenReport.of(receipt, ReceiptVerifier.verify(receipt, keys, claims));
    }

    /** Where the proven entries lie in the ledger, if one was given. */
    private List<String> compare(ProvenReport report) throws IOException {
        List<String> places = new ArrayList<>();
        if (directories.isEmpty()) {
            return places;
        }
        if (report.transactions().isEmpty()) {
            throw new UnusableInputException(
                    "this receipt does not name its transaction: there is nothing to compare");
        }
        try (LedgerLookup ledger = new LedgerLookup(LedgerChunks.of(directories))) {
            for (ProvenTransaction transaction : report.transactions()) {
                var entry =
                        LedgerComparison.compare(
                                ledger, transaction.txId(), transaction.writeSetDigest());
                places.add(
                        "%d bytes at offset %d of %s"
                                .formatted(
                                        entry.bytes().length,
                                        entry.offset(),
                                        ledger.chunks().from(entry.seqno()).getFirst().path()));
            }
        }
        return places;
    }

    private void report(ProvenReport report, List<String> places, Certificate service) {
        if (isJson()) {
            print(report.json(service, places));
        } else {
            out().println("The receipt is valid.");
            report.print(rows(), service, places);
        }
    }

    private ExitStatus refuse(ReceiptException e) {
        String line =
                "the receipt is not valid: %s failed: %s"
                        .formatted(e.check().title(), e.getMessage());
        if (!isJson()) {
            throw new LedgerFormatException(line, e);
        }
        print(
                Json.object()
                        .put("valid", false)
                        .put("check", e.check().name().toLowerCase(Locale.ROOT))
                        .put("error", line)
                        .put("file", file().toString()));
        return ExitStatus.FAILURE;
    }

    /** Digests in hexadecimal. */
    static final class DigestConverter implements ITypeConverter<Digest> {
        @Override
        public Digest convert(String text) {
            try {
                return Digest.fromHex(text);
            } catch (LedgerFormatException e) {
                throw new TypeConversionException(
                        "\"" + text + "\" is no digest of 64 hexadecimal digits");
            }
        }
    }
}
