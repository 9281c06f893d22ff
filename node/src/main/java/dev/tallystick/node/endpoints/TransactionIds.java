package dev.tallystick.node.endpoints;

import dev.tallystick.consensus.LogPosition;
import dev.tallystick.consensus.RaftStatus;
import dev.tallystick.consensus.TxStatus;
import dev.tallystick.ledger.TxId;
import dev.tallystick.node.rpc.ConsensusSource;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Transaction ids as clients write them, and what is known of them (spec 02, 5.1 and 5.2). */
final class TransactionIds {
    private static final Pattern FORM = Pattern.compile("([0-9]+)\\.([0-9]+)");
    private static final Pattern LEADING_ZEROS = Pattern.compile("\\b0+");
    private static final BigInteger UNSIGNED_MAX = new BigInteger("18446744073709551615");

    private TransactionIds() {}

    /**
     * Reads {@code view.seqno}: decimal, leading zeros allowed, each from 1 to 2^64-1. Numbers over
     * {@link LogPosition#NUMBER_MAX}, which no ledger reaches, are read as that maximum.
     */
    static Optional<TxId> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        BigInteger view = new BigInteger(form.group(1));
        BigInteger seqno = new BigInteger(form.group(2));
        return isNumber(view) && isNumber(seqno)
                ? Optional.of(new TxId(capped(view), capped(seqno)))
                : Optional.empty();
    }

    /** {@code text}, which is an id, as answers repeat it: without leading zeros. */
    static String plain(String text) {
        return LEADING_ZEROS.matcher(text).replaceAll("");
    }

    private static boolean isNumber(BigInteger number) {
        return number.signum() > 0 && number.compareTo(UNSIGNED_MAX) <= 0;
    }

    private static long capped(BigInteger number) {
        return number.min(BigInteger.valueOf(LogPosition.NUMBER_MAX)).longValueExact();
    }

    /** The status of {@code id} on this node; Unknown while it has no consensus. */
    static TxStatus status(ConsensusSource consensus, TxId id) {
        Optional<RaftStatus> status = consensus.status();
        return status.isEmpty()
                ? TxStatus.UNKNOWN
                : status.get().statusOf(new LogPosition(id.view(), id.seqno()));
    }
}
