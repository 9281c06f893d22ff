package dev.tallystick.consensus.wire;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.tallystick.consensus.LogPosition;
import dev.tallystick.consensus.Message;
import dev.tallystick.consensus.wire.ConsensusProto.Envelope;

/**
 * Messages as bytes (spec 05, section 3; the schema is in {@code consensus.proto}). The bytes are
 * those of the peer and so not to be trusted: whatever they are, {@link #decode} gives a valid
 * message or throws {@link MessageFormatException}.
 */
public final class MessageCodec {

    private MessageCodec() {}

    /** The bytes of {@code message}, to be sent over an authenticated channel. */
    public static byte[] encode(Message message) {
        Envelope.Builder envelope = Envelope.newBuilder();
        switch (message) {
            case Message.AppendEntries m -> envelope.setAppendEntries(appendEntries(m));
            case Message.AppendEntriesResponse m ->
                    envelope.getAppendEntriesResponseBuilder()
                            .setView(m.view())
                            .setLastSeqno(m.lastSeqno())
                            .setSuccess(m.success());
            case Message.RequestVote m ->
                    envelope.setRequestVote(request(m.view(), m.lastCommittable()));
            case Message.RequestPreVote m ->
                    envelope.setRequestPreVote(request(m.view(), m.lastCommittable()));
            case Message.RequestVoteResponse m ->
                    envelope.getRequestVoteResponseBuilder()
                            .setView(m.view())
                            .setGranted(m.granted());
            case Message.RequestPreVoteResponse m ->
                    envelope.getRequestPreVoteResponseBuilder()
                            .setView(m.view())
                            .setGranted(m.granted());
            case Message.ProposeRequestVote m ->
                    envelope.getProposeRequestVoteBuilder().setView(m.view());
        }
        return envelope.build().toByteArray();
    }

    /**
     * The message in {@code bytes}.
     *
     * @throws MessageFormatException if they are not an envelope of the schema, hold a message this
     *     version does not know, or one whose numbers contradict each other
     */
    public static Message decode(byte[] bytes) {
        try {
            return message(Envelope.parseFrom(bytes));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new MessageFormatException("not a consensus message: " + e.getMessage(), e);
        }
    }

    private static Message message(Envelope envelope) {
        return switch (envelope.getMessageCase()) {
            case APPEND_ENTRIES -> appendEntries(envelope.getAppendEntries());
            case APPEND_ENTRIES_RESPONSE -> {
                var m = envelope.getAppendEntriesResponse();
                yield new Message.AppendEntriesResponse(
                        m.getView(), m.getLastSeqno(), m.getSuccess());
            }
            case REQUEST_VOTE -> {
                var m = envelope.getRequestVote();
                yield new Message.RequestVote(m.getView(), lastCommittable(m));
            }
            case REQUEST_PRE_VOTE -> {
                var m = envelope.getRequestPreVote();
                yield new Message.RequestPreVote(m.getView(), lastCommittable(m));
            }
            case REQUEST_VOTE_RESPONSE -> {
                var m = envelope.getRequestVoteResponse();
                yield new Message.RequestVoteResponse(m.getView(), m.getGranted());
            }
            case REQUEST_PRE_VOTE_RESPONSE -> {
                var m = envelope.getRequestPreVoteResponse();
                yield new Message.RequestPreVoteResponse(m.getView(), m.getGranted());
            }
            case PROPOSE_REQUEST_VOTE ->
                    new Message.ProposeRequestVote(envelope.getProposeRequestVote().getView());
            case MESSAGE_NOT_SET -> throw new IllegalArgumentException("of a kind unknown here");
        };
    }

    private static ConsensusProto.AppendEntries appendEntries(Message.AppendEntries m) {
        return ConsensusProto.AppendEntries.newBuilder()
                .setView(m.view())
                .setPreviousSeqno(m.previous().seqno())
                .setViewOfPrevious(m.previous().view())
                .setSeqno(m.last().seqno())
                .setViewOfSeqno(m.last().view())
                .setCommitSeqno(m.commitSeqno())
                .addAllEntries(m.entries())
                .build();
    }

    private static Message appendEntries(ConsensusProto.AppendEntries m) {
        return new Message.AppendEntries(
                m.getView(),
                new LogPosition(m.getViewOfPrevious(), m.getPreviousSeqno()),
                new LogPosition(m.getViewOfSeqno(), m.getSeqno()),
                m.getCommitSeqno(),
                m.getEntriesList());
    }

    private static ConsensusProto.RequestVote request(long view, LogPosition lastCommittable) {
        return ConsensusProto.RequestVote.newBuilder()
                .setView(view)
                .setLastCommittableSeqno(lastCommittable.seqno())
                .setViewOfLastCommittable(lastCommittable.view())
                .build();
    }

    private static LogPosition lastCommittable(ConsensusProto.RequestVote m) {
        return new LogPosition(m.getViewOfLastCommittable(), m.getLastCommittableSeqno());
    }
}
