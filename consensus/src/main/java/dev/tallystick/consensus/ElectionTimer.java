package dev.tallystick.consensus;

import java.util.random.RandomGenerator;

/** One counter: heartbeat timer of a primary, election timer of all others (spec 05, 7.1, 7.2). */
final class ElectionTimer {

    private final RandomGenerator random;
    private final long electionTimeoutMillis;
    private long elapsedMillis;
    private boolean isTicking;

    ElectionTimer(RandomGenerator random, long electionTimeoutMillis) {
        this.random = random;
        this.electionTimeoutMillis = electionTimeoutMillis;
    }

    void advance(long millis) {
        elapsedMillis += millis;
    }

    long elapsedMillis() {
        return elapsedMillis;
    }

    /** Whether this node may stand for election at all: it has seen a signed log it is part of. */
    boolean isTicking() {
        return isTicking;
    }

    boolean hasElectionTimeoutPassed() {
        return isTicking && elapsedMillis >= electionTimeoutMillis;
    }

    void zero() {
        elapsedMillis = 0;
    }

    /** Begins anywhere in the first half, so that an election starts after 0.5 to 1 timeouts. */
    void randomise() {
        elapsedMillis = random.nextLong(electionTimeoutMillis / 2 + 1);
    }

    void startTicking() {
        if (!isTicking) {
            isTicking = true;
            elapsedMillis = 0;
        }
    }
}
