package dev.tallystick.consensus;

/** What a node answers to the messages of elections (spec 05, 6.3 to 6.5). */
final class Elections {

    private final RaftState state;
    private final RoleChanges roles;

    Elections(RaftState state, RoleChanges roles) {
        this.state = state;
        this.roles = roles;
    }

    /** RequestVote (6.3), from any node, known or not. */
    void onRequestVote(NodeId from, Message.RequestVote request) {
        learnView(request.view());
        boolean isGranted =
                request.view() == state.view
                        && state.leader == null
                        && (state.votedFor == null || state.votedFor.equals(from))
                        && isUpToDate(request.lastCommittable());
        if (isGranted) {
            state.timer.randomise();
            state.votedFor = from;
        }
        state.out.send(from, new Message.RequestVoteResponse(state.view, isGranted));
    }

    /**
     * RequestPreVote (6.3): granted without looking at the own vote or primary, and not binding.
     */
    void onRequestPreVote(NodeId from, Message.RequestPreVote request) {
        learnView(request.view());
        boolean isGranted = request.view() == state.view && isUpToDate(request.lastCommittable());
        state.out.send(from, new Message.RequestPreVoteResponse(state.view, isGranted));
    }

    /** RequestVoteResponse (6.4). */
    void onRequestVoteResponse(NodeId from, Message.RequestVoteResponse response) {
        if (isOfThisView(from, response.view())
                && state.leadership instanceof Leadership.Candidate(Votes votes)
                && response.granted()) {
            roles.countVote(votes, from);
        }
    }

    /** RequestPreVoteResponse (6.4). */
    void onRequestPreVoteResponse(NodeId from, Message.RequestPreVoteResponse response) {
        if (isOfThisView(from, response.view())
                && state.leadership instanceof Leadership.PreVoteCandidate(Votes votes)
                && response.granted()) {
            roles.countVote(votes, from);
        }
    }

    /** ProposeRequestVote (6.5): the primary hands over; no pre-vote. */
    void onProposeRequestVote(Message.ProposeRequestVote proposal) {
        if (!state.retirement.isRetiredCommitted()
                && state.timer.isTicking()
                && proposal.view() == state.view) {
            roles.becomeCandidate();
        }
    }

    /** Whether the candidate's last signature is at least as far as this node's. */
    private boolean isUpToDate(LogPosition candidate) {
        LogPosition own = state.log.lastCommittable();
        return candidate.view() > own.view()
                || (candidate.view() == own.view() && candidate.seqno() >= own.seqno());
    }

    private boolean isOfThisView(NodeId from, long view) {
        if (!state.peers.containsKey(from)) {
            return false;
        }
        if (view > state.view) {
            roles.becomeAwareOf(view);
            return false;
        }
        return view == state.view;
    }

    private void learnView(long view) {
        if (view > state.view) {
            roles.becomeAwareOf(view);
        }
    }
}
