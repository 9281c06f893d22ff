package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.merkle.MerklePath;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A JSON receipt (spec 01, 8.1).
 *
 * @param certificatePem of the signing node, from the signature transaction
 * @param nodeId hex id of the signing node
 * @param leaf what the path starts from
 * @param proof path from the leaf to the signed root; empty for a signature transaction
 * @param signature DER, by the node's key over the root
 * @param serviceEndorsements certificates that link an earlier service to the current one, PEM;
 *     usually empty
 */
public record Receipt(
        String certificatePem,
        String nodeId,
        Leaf leaf,
        MerklePath proof,
        Bytes signature,
        List<String> serviceEndorsements) {
    /** Longest proof that is read; a tree of 2⁶⁴ leaves needs no more. */
    public static final int PROOF_STEPS_MAX = 64;

    /** Most endorsements that are read. */
    public static final int ENDORSEMENTS_MAX = 64;

    private static final String WHAT = "a receipt";
    private static final Set<String> FIELDS =
            Set.of(
                    "cert",
                    "is_signature_transaction",
                    "leaf",
                    "leaf_components",
                    "node_id",
                    "proof",
                    "root_hex",
                    "service_endorsements",
                    "signature");
    private static final Set<String> COMPONENTS =
            Set.of("claims_digest", "commit_evidence", "write_set_digest");

    /** Copies the list. */
    public Receipt {
        serviceEndorsements = List.copyOf(serviceEndorsements);
    }

    /** What the proof starts from. */
    public sealed interface Leaf {
        /**
         * An ordinary transaction.
         *
         * @param writeSetDigest SHA-256 of the whole entry
         * @param commitEvidence text that only the service could know before
         * @param claimsDigest zeros by default; null where the application has removed it, so that
         *     the verifier must supply it
         */
        record Components(
                Digest writeSetDigest, String commitEvidence, @Nullable Digest claimsDigest)
                implements Leaf {}

        /**
         * A digest as it is: the root, for a signature transaction; the write set digest, for an
         * old entry without commit evidence.
         */
        record Plain(Digest digest) implements Leaf {}
    }

    /**
     * Reads a JSON text.
     *
     * @throws LedgerFormatException if it is not a receipt, or names a field twice
     */
    public static Receipt parse(byte[] utf8) {
        return fromJson(Json.parseUnambiguous(utf8));
    }

    /**
     * Reads all forms: as answered by {@code /app/receipt}, as the typed form of CCF's C++, and as
     * scripts hand it on. Digits must be lower case and unknown fields are refused, so that one
     * receipt has one form.
     *
     * @throws LedgerFormatException if it is not a receipt
     */
    public static Receipt fromJson(JsonNode json) {
        JsonFields fields = JsonFields.of(json, WHAT);
        requireKnown(json, FIELDS, WHAT);
        MerklePath proof = readProof(fields);
        Leaf leaf = readLeaf(fields);
        checkForm(fields, leaf, proof);
        return new Receipt(
                fields.text("cert"),
                fields.text("node_id"),
                leaf,
                proof,
                fields.base64("signature"),
                fields.has("service_endorsements")
                        ? readEndorsements(fields.array("service_endorsements"))
                        : List.of());
    }

    private static void requireKnown(JsonNode json, Set<String> known, String what) {
        for (String name : json.propertyNames()) {
            if (!known.contains(name)) {
                throw new LedgerFormatException(what + " has an unknown field '" + name + "'");
            }
        }
    }

    private static Leaf readLeaf(JsonFields fields) {
        List<String> forms =
                Stream.of("leaf_components", "leaf", "root_hex").filter(fields::has).toList();
        if (forms.size() != 1) {
            throw new LedgerFormatException(
                    WHAT + " has " + (forms.isEmpty() ? "no leaf_components" : forms));
        }
        if (!forms.contains("leaf_components")) {
            return new Leaf.Plain(digest(fields, forms.getFirst()));
        }
        requireKnown(fields.get("leaf_components"), COMPONENTS, WHAT + "'s leaf_components");
        JsonFields components = fields.object("leaf_components");
        return new Leaf.Components(
                digest(components, "write_set_digest"),
                components.text("commit_evidence"),
                components.has("claims_digest") ? digest(components, "claims_digest") : null);
    }

    private static Digest digest(JsonFields fields, String name) {
        Digest digest = fields.digest(name);
        if (!digest.hex().equals(fields.text(name))) {
            throw new LedgerFormatException(WHAT + ": " + name + " is not in lower case");
        }
        return digest;
    }

    private static MerklePath readProof(JsonFields fields) {
        if (fields.has("root_hex") && !fields.has("proof")) {
            return new MerklePath(List.of());
        }
        return readProof(fields.array("proof"));
    }

    /** Where the typed form says whether it is a signature transaction, the rest must agree. */
    private static void checkForm(JsonFields fields, Leaf leaf, MerklePath proof) {
        Optional<JsonNode> flag = fields.find("is_signature_transaction");
        if (flag.isEmpty()) {
            return;
        }
        boolean isSignature = isSignature(leaf, proof);
        if (!flag.get().isBoolean() || flag.get().booleanValue() != isSignature) {
            throw new LedgerFormatException(
                    WHAT + ": is_signature_transaction is not " + isSignature);
        }
    }

    private static MerklePath readProof(JsonNode array) {
        if (array.size() > PROOF_STEPS_MAX) {
            throw new LedgerFormatException("a receipt's proof has " + array.size() + " steps");
        }
        List<MerklePath.Step> steps = new ArrayList<>();
        for (JsonNode item : array) {
            JsonFields step = JsonFields.of(item, "a step of a receipt's proof");
            if (item.size() != 1) {
                throw new LedgerFormatException(
                        "a step of a receipt's proof is not just left or right");
            }
            boolean isLeft = step.has("left");
            steps.add(new MerklePath.Step(isLeft, digest(step, isLeft ? "left" : "right")));
        }
        return new MerklePath(steps);
    }

    private static List<String> readEndorsements(JsonNode array) {
        if (array.size() > ENDORSEMENTS_MAX) {
            throw new LedgerFormatException(
                    "a receipt has " + array.size() + " service endorsements");
        }
        List<String> endorsements = new ArrayList<>();
        for (JsonNode item : array) {
            if (!item.isString()) {
                throw new LedgerFormatException("a service endorsement is not a string");
            }
            endorsements.add(item.stringValue());
        }
        return endorsements;
    }

    /** The form answered by {@code /app/receipt}; {@link Json#canonical} gives CCF's bytes. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.put("cert", certificatePem);
        switch (leaf) {
            case Leaf.Components components -> {
                ObjectNode inner = json.putObject("leaf_components");
                if (components.claimsDigest() != null) {
                    inner.put("claims_digest", components.claimsDigest().hex());
                }
                inner.put("commit_evidence", components.commitEvidence());
                inner.put("write_set_digest", components.writeSetDigest().hex());
            }
            case Leaf.Plain(Digest digest) -> json.put("leaf", digest.hex());
        }
        json.put("node_id", nodeId);
        ArrayNode steps = json.putArray("proof");
        for (MerklePath.Step step : proof.steps()) {
            steps.addObject().put(step.left() ? "left" : "right", step.digest().hex());
        }
        if (!serviceEndorsements.isEmpty()) {
            ArrayNode endorsements = json.putArray("service_endorsements");
            serviceEndorsements.forEach(endorsements::add);
        }
        json.put("signature", Base64.getEncoder().encodeToString(signature.toArray()));
        return json;
    }

    /**
     * The form in which scripts see a receipt: as {@link #toJson}, and it says whether it is that
     * of a signature transaction, whose root is then called {@code root_hex} (spec 01, 8.1).
     */
    public ObjectNode toScriptJson() {
        ObjectNode json = toJson();
        json.put("is_signature_transaction", isSignature());
        if (isSignature()) {
            json.set("root_hex", json.remove("leaf"));
            json.remove("proof");
        }
        return json;
    }

    /** Whether this is the receipt of a signature transaction: the leaf is the root. */
    public boolean isSignature() {
        return isSignature(leaf, proof);
    }

    private static boolean isSignature(Leaf leaf, MerklePath proof) {
        return leaf instanceof Leaf.Plain && proof.steps().isEmpty();
    }

    /** The same receipt without its claims digest, so that the verifier must supply it. */
    public Receipt withoutClaims() {
        return switch (leaf) {
            case Leaf.Plain plain -> this;
            case Leaf.Components(Digest writeSet, String evidence, Digest claims) ->
                    new Receipt(
                            certificatePem,
                            nodeId,
                            new Leaf.Components(writeSet, evidence, null),
                            proof,
                            signature,
                            serviceEndorsements);
        };
    }

    /** The same receipt with endorsements of the service that was in force then (spec 01, 8.5). */
    public Receipt withServiceEndorsements(List<String> endorsements) {
        return new Receipt(certificatePem, nodeId, leaf, proof, signature, endorsements);
    }
}
