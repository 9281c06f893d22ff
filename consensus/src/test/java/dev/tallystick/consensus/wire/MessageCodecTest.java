package dev.tallystick.consensus.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;

import dev.tallystick.consensus.LogPosition;
import dev.tallystick.consensus.Message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class MessageCodecTest {

    static Stream<Message> messages() {
        LogPosition end = new LogPosition(3, 9);
        return Stream.of(
                new Message.AppendEntries(4, LogPosition.NONE, LogPosition.NONE, 0, List.of()),
                new Message.AppendEntries(
                        4,
                        new LogPosition(2, 7),
                        end,
                        6,
                        List.of(ByteString.copyFromUtf8("a"), ByteString.EMPTY)),
                new Message.AppendEntriesResponse(4, 9, true),
                new Message.AppendEntriesResponse(4, LogPosition.NUMBER_MAX, false),
                new Message.RequestVote(5, end),
                new Message.RequestVoteResponse(5, true),
                new Message.RequestPreVote(5, LogPosition.NONE),
                new Message.RequestPreVoteResponse(0, false),
                new Message.ProposeRequestVote(5));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageIsReadAsItWasWritten(Message message) {
        assertEquals(message, MessageCodec.decode(MessageCodec.encode(message)));
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        ConsensusProto.Envelope later =
                ConsensusProto.Envelope.newBuilder()
                        .setProposeRequestVote(
                                ConsensusProto.ProposeRequestVote.newBuilder()
                                        .setView(3)
                                        .mergeUnknownFields(
                                                UnknownFieldSet.newBuilder()
                                                        .mergeVarintField(99, 7)
                                                        .build()))
                        .build();

        assertEquals(new Message.ProposeRequestVote(3), MessageCodec.decode(later.toByteArray()));
    }

    @Test
    void anEmptyEnvelopeIsOfAnUnknownKind() {
        assertThrows(MessageFormatException.class, () -> MessageCodec.decode(new byte[0]));
    }

    @Test
    void numbersBeyondTheBoundAreRefused() {
        ConsensusProto.Envelope absurd =
                ConsensusProto.Envelope.newBuilder()
                        .setProposeRequestVote(
                                ConsensusProto.ProposeRequestVote.newBuilder().setView(-1))
                        .build();

        assertThrows(MessageFormatException.class, () -> MessageCodec.decode(absurd.toByteArray()));
    }

    @Test
    void entriesThatEndBeforeTheyBeginAreRefused() {
        ConsensusProto.Envelope absurd =
                ConsensusProto.Envelope.newBuilder()
                        .setAppendEntries(
                                ConsensusProto.AppendEntries.newBuilder()
                                        .setView(2)
                                        .setPreviousSeqno(9)
                                        .setViewOfPrevious(2)
                                        .setSeqno(8)
                                        .setViewOfSeqno(2))
                        .build();

        assertThrows(MessageFormatException.class, () -> MessageCodec.decode(absurd.toByteArray()));
    }

    @Test
    void damagedBytesAreAMessageOrRefused() {
        List<byte[]> encoded = messages().map(MessageCodec::encode).toList();
        for (long seed = 0; seed < 50_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = encoded.get(random.nextInt(encoded.size())).clone();
            for (int i = 0; i < 3 && bytes.length > 0; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                MessageCodec.decode(bytes);
            } catch (MessageFormatException expected) {
                assertEquals(MessageFormatException.class, expected.getClass());
            }
        }
    }
}
