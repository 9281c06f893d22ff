package dev.tallystick.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;

class AddressTest {
    @Test
    void theLastColonSeparatesThePort() {
        assertEquals(new Address("127.0.0.1", 8000), Address.parse("127.0.0.1:8000"));
        assertEquals(new Address("[::1]", 65535), Address.parse("[::1]:65535"));
        assertEquals("::1", Address.parse("[::1]:1").hostWithoutBrackets());
    }

    @Test
    void withoutColonThePortIsZero() {
        assertEquals(new Address("localhost", 0), Address.parse("localhost"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h:65536", "h:-1", "h:", "h:http", "[::1]", "h:123456"})
    void aPortMustBeAnIntegerInRange(String text) {
        assertThrows(IllegalArgumentException.class, () -> Address.parse(text));
    }

    @Test
    void aBoundIpv6AddressIsBracketed() throws Exception {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        InetSocketAddress bound = new InetSocketAddress(InetAddress.getByAddress(loopback), 4711);
        assertEquals("[0:0:0:0:0:0:0:1]:4711", Address.of(bound).toString());
    }

    @Test
    void anUnsetPublishedAddressIsTheBoundOneAndPortZeroTheBoundPort() {
        Address bound = new Address("127.0.0.1", 4711);
        NodeToNodeInterface unset = new NodeToNodeInterface(bound, null);
        NodeToNodeInterface named =
                new NodeToNodeInterface(bound, new Address("node.example.com", 0));
        assertEquals(bound, unset.published(bound));
        assertEquals(new Address("node.example.com", 4711), named.published(bound));
    }
}
