package dev.tallystick.consensus;

import com.google.protobuf.ByteString;

import java.util.List;

/**
 * What nodes say to each other (spec 05, section 3). The sender is never part of a message: it is
 * known from the authenticated channel.
 *
 * <p>Every constructor throws {@link IllegalArgumentException} when a number is negative or above
 * {@link LogPosition#NUMBER_MAX}.
 */
public sealed interface Message {

    /** The sender's view; in a refused {@link AppendEntriesResponse} the view of its estimate. */
    long view();

    /**
     * The entries {@code (previous.seqno, last.seqno]}, all of view {@code last.view}; a heartbeat
     * where both seqnos are equal.
     *
     * @param previous the entry before them as the sender has it
     * @param last the last of them; {@link LogPosition#NONE} in a heartbeat of an empty log
     * @param commitSeqno the sender's commit seqno
     * @param entries the raw entries in order. Empty in {@link Effect.SendEntries}, where the host
     *     attaches them
     */
    record AppendEntries(
            long view,
            LogPosition previous,
            LogPosition last,
            long commitSeqno,
            List<ByteString> entries)
            implements Message {

        public AppendEntries {
            LogPosition.requireInRange(view);
            LogPosition.requireInRange(commitSeqno);
            Check.argument(
                    last.seqno() >= previous.seqno() && last.view() >= previous.view(),
                    "entries end at {} before they begin at {}",
                    last,
                    previous);
            Check.argument(
                    last.view() <= view && (last.view() == 0) == (last.seqno() == 0),
                    "in view {} there is no entry {}",
                    view,
                    last);
            entries = List.copyOf(entries);
        }

        /** How many entries this message covers. */
        public long entryCount() {
            return last.seqno() - previous.seqno();
        }

        /** This message with its entries attached, {@link #entryCount()} of them. */
        public AppendEntries withEntries(List<ByteString> entries) {
            Check.argument(
                    entries.size() == entryCount(),
                    "{} entries for the range {} to {}",
                    entries.size(),
                    previous,
                    last);
            return new AppendEntries(view, previous, last, commitSeqno, entries);
        }
    }

    /**
     * The answer to {@link AppendEntries} (6.2). On success {@code lastSeqno} is the last seqno of
     * the message answered, never the sender's own log end; on refusal {@code view} and {@code
     * lastSeqno} are the sender's best estimate of the point up to which both logs agree.
     */
    record AppendEntriesResponse(long view, long lastSeqno, boolean success) implements Message {

        public AppendEntriesResponse {
            LogPosition.requireInRange(view);
            LogPosition.requireInRange(lastSeqno);
        }
    }

    /** "Vote for me": {@code lastCommittable} is the candidate's last signature (6.3). */
    record RequestVote(long view, LogPosition lastCommittable) implements Message {

        public RequestVote {
            LogPosition.requireInRange(view);
        }
    }

    /** The answer to {@link RequestVote} (6.4). */
    record RequestVoteResponse(long view, boolean granted) implements Message {

        public RequestVoteResponse {
            LogPosition.requireInRange(view);
        }
    }

    /** "Would you vote for me?": asked before the view is raised (6.3). */
    record RequestPreVote(long view, LogPosition lastCommittable) implements Message {

        public RequestPreVote {
            LogPosition.requireInRange(view);
        }
    }

    /** The answer to {@link RequestPreVote} (6.4). */
    record RequestPreVoteResponse(long view, boolean granted) implements Message {

        public RequestPreVoteResponse {
            LogPosition.requireInRange(view);
        }
    }

    /** "Become candidate now": a primary hands over (6.5). */
    record ProposeRequestVote(long view) implements Message {

        public ProposeRequestVote {
            LogPosition.requireInRange(view);
        }
    }
}
