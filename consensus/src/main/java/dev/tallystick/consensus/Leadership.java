package dev.tallystick.consensus;

/** The role of a node with what only that role needs (spec 05, 1.2). */
sealed interface Leadership {

    Role role();

    /** See {@link Role#NONE}. */
    record None() implements Leadership {
        @Override
        public Role role() {
            return Role.NONE;
        }
    }

    /** See {@link Role#FOLLOWER}. */
    record Follower() implements Leadership {
        @Override
        public Role role() {
            return Role.FOLLOWER;
        }
    }

    /** See {@link Role#PRE_VOTE_CANDIDATE}. */
    record PreVoteCandidate(Votes votes) implements Leadership {
        @Override
        public Role role() {
            return Role.PRE_VOTE_CANDIDATE;
        }
    }

    /** See {@link Role#CANDIDATE}. */
    record Candidate(Votes votes) implements Leadership {
        @Override
        public Role role() {
            return Role.CANDIDATE;
        }
    }

    /** See {@link Role#LEADER}. */
    final class Leader implements Leadership {

        /** From the election until the first signature of the new view (7.5). */
        boolean isSignatureDue = true;

        @Override
        public Role role() {
            return Role.LEADER;
        }
    }
}
