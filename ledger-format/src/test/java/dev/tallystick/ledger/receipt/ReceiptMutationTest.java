package dev.tallystick.ledger.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/** No field, character or bit of a recorded receipt can be changed without being noticed. */
class ReceiptMutationTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int SHORT_TEXT = 150;
    private static final String LOGGING = "ccf7-service/logging_app/";

    private static ServiceKeys keys(String certificate) {
        return ServiceKeys.of(
                Certificate.fromPem(RecordedServices.text("ccf7-service/" + certificate)));
    }

    /** Which check refuses the bytes; null if they prove what they did before. */
    private static @Nullable ReceiptCheck refusal(byte[] bytes, ServiceKeys keys) {
        if (!AnyReceipt.isPossible(bytes)) {
            return ReceiptCheck.FORM;
        }
        try {
            switch (AnyReceipt.read(bytes)) {
                case AnyReceipt.OfNode(Receipt receipt) ->
                        ReceiptVerifier.verify(receipt, keys, null);
                case AnyReceipt.OfService(CoseReceipt receipt) ->
                        CoseReceiptVerifier.verify(receipt, keys);
            }
            return null;
        } catch (ReceiptException e) {
            assertTrue(!String.valueOf(e.getMessage()).isBlank(), "no message for " + e.check());
            return e.check();
        }
    }

    private static ObjectNode recorded(String file) {
        JsonNode json = RecordedServices.json("ccf7-service/" + file);
        return (ObjectNode) (json.has("receipt") ? json.get("receipt") : json);
    }

    @ParameterizedTest
    @CsvSource({
        "receipts/public_write_claims.json, node0/service_cert.pem",
        "receipts/signature_tx.json, node0/service_cert.pem",
        "receipts/historical_100.json, node0/service_cert.pem",
        "recovery/receipt_before.json, recovered_node/service_cert.pem",
    })
    void everyFieldCountsWithItsTypeAndEachOfItsCharacters(String file, String service) {
        ServiceKeys keys = keys(service);
        ObjectNode receipt = recorded(file);
        assertEquals(null, refusal(bytes(receipt), keys));
        int[] mutations = new int[1];
        forEachMutation(
                receipt,
                what -> {
                    mutations[0]++;
                    // It says only once more what the other fields say.
                    boolean isHarmless = what.equals("is_signature_transaction removed");
                    ReceiptCheck check = refusal(bytes(receipt), keys);
                    assertTrue(isHarmless || check != null, () -> file + ": " + what + " passes");
                });
        assertTrue(mutations[0] > 1_500, "only " + mutations[0]);
        assertEquals(null, refusal(bytes(receipt), keys), "the receipt was put back");
    }

    private static byte[] bytes(JsonNode json) {
        return Json.compact(json).getBytes(StandardCharsets.UTF_8);
    }

    /** Changes one thing at a time, calls the check, and puts it back. */
    private static void forEachMutation(JsonNode node, Consumer<String> check) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                JsonNode value = object.get(name);
                object.remove(name);
                check.accept(name + " removed");
                object.set(name + "_", value);
                check.accept(name + " renamed");
                object.remove(name + "_");
                for (Map.Entry<String, JsonNode> wrong : replacements(value).entrySet()) {
                    object.set(name, wrong.getValue());
                    if (!wrong.getValue().equals(value) && !wrong.getValue().isNull()) {
                        check.accept(name + " " + wrong.getKey());
                    }
                }
                object.set(name, value);
                forEachMutation(value, what -> check.accept(name + ": " + what));
            }
            object.put("another", 1);
            check.accept("field added");
            object.remove("another");
        } else if (node instanceof ArrayNode array) {
            forEachElementMutation(array, check);
        }
    }

    private static void forEachElementMutation(ArrayNode array, Consumer<String> check) {
        for (int i = 0; i < array.size(); i++) {
            int index = i;
            JsonNode value = array.get(i);
            array.remove(i);
            check.accept(i + " removed");
            array.insert(i, value);
            array.insert(i, value);
            check.accept(i + " doubled");
            array.remove(i);
            for (Map.Entry<String, JsonNode> wrong : replacements(value).entrySet()) {
                array.set(i, wrong.getValue());
                check.accept(i + " " + wrong.getKey());
            }
            array.set(i, value);
            forEachMutation(value, what -> check.accept(index + ": " + what));
        }
    }

    private static Map<String, JsonNode> replacements(JsonNode value) {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        all.put("is null", JSON.nullNode());
        all.put("is a number", JSON.numberNode(7));
        all.put("is an empty text", JSON.stringNode(""));
        all.put("is an object", JSON.objectNode());
        all.put("is an array of nothing", JSON.arrayNode().add(JSON.nullNode()));
        if (value.isBoolean()) {
            all.put("is the opposite", JSON.booleanNode(!value.booleanValue()));
        } else {
            all.put("is true", JSON.booleanNode(true));
        }
        if (value.isString()) {
            String text = value.stringValue();
            for (int i = 0; i < text.length(); i++) {
                all.put("character " + i + " + 1", with(text, i, c -> (char) (c + 1)));
                if (i < SHORT_TEXT) { // of a certificate's text the beginning, to save time
                    all.put("without character " + i, without(text, i));
                    all.put(
                            "character " + i + " in the other case",
                            with(text, i, c -> otherCase(c)));
                }
            }
            // A last line feed is none of the certificate's.
            all.values().removeIf(changed -> isSameText(changed, text));
        }
        return all;
    }

    private static boolean isSameText(JsonNode changed, String text) {
        return changed.isString() && changed.stringValue().strip().equals(text.strip());
    }

    private static char otherCase(char c) {
        return Character.isLetter(c) ? (char) (c ^ 0x20) : (char) (c ^ 1);
    }

    private static JsonNode without(String text, int at) {
        return JSON.stringNode(text.substring(0, at) + text.substring(at + 1));
    }

    private static JsonNode with(String text, int at, Function<Character, Character> change) {
        return JSON.stringNode(
                text.substring(0, at) + change.apply(text.charAt(at)) + text.substring(at + 1));
    }

    /** The compact JSON that a service answers has no bit that means nothing. */
    @ParameterizedTest
    @CsvSource({
        "recovery/receipt_before.json, recovered_node/service_cert.pem, 5000",
        "receipts/public_write_claims.json, node0/service_cert.pem, 3000",
        "receipts/signature_tx.json, node0/service_cert.pem, 2000",
    })
    void singleBitFlipsAreDetected(String file, String service, int rounds) {
        ServiceKeys keys = keys(service);
        byte[] bytes = bytes(recorded(file));
        long seed = 20261120;
        Random random = new Random(seed);
        Map<ReceiptCheck, Integer> refused = new EnumMap<>(ReceiptCheck.class);
        for (int round = 0; round < rounds; round++) {
            int bit = random.nextInt(bytes.length * 8);
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            ReceiptCheck check = refusal(bytes, keys);
            if (check == null) {
                fail("bit " + bit + " of " + file + " passes, seed " + seed);
            }
            refused.merge(check, 1, Integer::sum);
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        }
        assertEquals(rounds, refused.values().stream().mapToInt(Integer::intValue).sum());
    }

    @ParameterizedTest
    @CsvSource({"public_claims, 1", "private, 7", "public_no_claims, 7"})
    void everyBitOfACoseReceiptCounts(String name, int step) throws IOException {
        ServiceKeys keys = keys("logging_app/service_cert.pem");
        byte[] bytes =
                Files.readAllBytes(
                        RecordedServices.path(LOGGING + name + ".cose_receipt.200.cose"));
        assertEquals(null, refusal(bytes, keys));
        for (int bit = 0; bit < bytes.length * 8; bit += step) {
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            if (refusal(bytes, keys) == null) {
                fail("bit " + bit % 8 + " of byte " + bit / 8 + " passes");
            }
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        }
    }

    @Test
    void aCoseReceiptHasAllItsBytesAndNoMore() throws IOException {
        ServiceKeys keys = keys("logging_app/service_cert.pem");
        byte[] bytes =
                Files.readAllBytes(
                        RecordedServices.path(LOGGING + "private.cose_receipt.200.cose"));
        for (int length = 0; length < bytes.length; length++) {
            byte[] shorter = Arrays.copyOf(bytes, length);
            assertEquals(ReceiptCheck.FORM, refusal(shorter, keys), length + " bytes");
        }
        assertEquals(ReceiptCheck.FORM, refusal(Arrays.copyOf(bytes, bytes.length + 1), keys));
    }

    @Test
    void everyBitOfACoseEndorsementCounts() throws IOException {
        String ledger = "ccf7-service/recovered_node/ledger";
        ServiceKeys keys = keys("recovered_node/service_cert.pem");
        byte[] bytes;
        try (ReceiptMaker maker =
                ReceiptMakerTest.maker(ledger, ReceiptMakerTest.secrets(ledger))) {
            var txId = new TxId(2, 52);
            bytes = maker.endorsementsFor(txId).getFirst().cose().encode();
        }
        List<Integer> passed = new ArrayList<>();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            try {
                keys.withEndorsements(List.of(CoseEndorsement.parse(bytes)));
                passed.add(bit);
            } catch (LedgerFormatException | ReceiptException e) {
                assertTrue(!String.valueOf(e.getMessage()).isBlank(), "no message");
            }
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        }
        assertEquals(List.of(), passed);
    }
}
