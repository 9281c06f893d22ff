package dev.tallystick.governance.tables;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.shares.EncryptedLedgerSecrets;
import dev.tallystick.ledger.shares.HistoricalLedgerSecret;
import dev.tallystick.ledger.shares.RecoveryShares;

import tools.jackson.databind.JsonNode;

import java.util.List;

/**
 * Every built-in table, in the order of spec 03, section 7. Nothing else may be stored under {@code
 * public:ccf.}: auditors' tools know these names only.
 */
public final class Tables {
    private static final String GOV = "public:ccf.gov.";
    private static final String INTERNAL = "public:ccf.internal.";

    // Members and users (7.1)

    /** PEM certificate of each member. */
    public static final Table<MemberId, String> MEMBER_CERTS =
            new Table<>(GOV + "members.certs", MemberId.CODEC, Codec.TEXT);

    /** PEM of the RSA key for each member's recovery share. */
    public static final Table<MemberId, String> MEMBER_ENCRYPTION_KEYS =
            new Table<>(GOV + "members.encryption_public_keys", MemberId.CODEC, Codec.TEXT);

    /** Status, role and data of each member. */
    public static final Table<MemberId, MemberInfo> MEMBER_INFO =
            new Table<>(GOV + "members.info", MemberId.CODEC, MemberInfo.CODEC);

    /** What each member acknowledges. */
    public static final Table<MemberId, MemberAck> MEMBER_ACKS =
            new Table<>(GOV + "members.acks", MemberId.CODEC, MemberAck.CODEC);

    /** PEM certificate of each user. */
    public static final Table<UserId, String> USER_CERTS =
            new Table<>(GOV + "users.certs", UserId.CODEC, Codec.TEXT);

    /** {@code {"user_data": ...}} of the users about whom something is noted. */
    public static final Table<UserId, JsonNode> USER_INFO =
            new Table<>(GOV + "users.info", UserId.CODEC, Codec.JSON);

    // Nodes (7.2)

    /** Each node: the consensus configuration follows from this table. */
    public static final Table<NodeId, NodeInfo> NODE_INFO =
            new Table<>(GOV + "nodes.info", NodeId.CODEC, NodeInfo.CODEC);

    /** PEM certificate that the service issued to each node. */
    public static final Table<NodeId, String> NODE_ENDORSED_CERTIFICATES =
            new Table<>(GOV + "nodes.endorsed_certificates", NodeId.CODEC, Codec.TEXT);

    /** Virtual measurements that may join; each {@code AllowedToJoin}. */
    public static final Table<String, String> VIRTUAL_MEASUREMENTS =
            new Table<>(GOV + "nodes.virtual.measurements", Codec.TEXT, Codec.JSON_TEXT);

    /** Set of hex host data that may join on the virtual platform. */
    public static final Table<String, Boolean> VIRTUAL_HOST_DATA =
            new Table<>(GOV + "nodes.virtual.host_data", Codec.TEXT, Codec.PRESENCE);

    /** Hex SEV-SNP measurements that may join; each {@code AllowedToJoin}. */
    public static final Table<String, String> SNP_MEASUREMENTS =
            new Table<>(GOV + "nodes.snp.measurements", Codec.TEXT, Codec.JSON_TEXT);

    /** Hex host data that may join on SEV-SNP, and the text of the security policy, or "". */
    public static final Table<String, String> SNP_HOST_DATA =
            new Table<>(GOV + "nodes.snp.host_data", Codec.TEXT, Codec.JSON_TEXT);

    /** By issuer: {@code {feed: {"svn": ...}}} of the utility VMs that may join. */
    public static final Table<String, JsonNode> SNP_UVM_ENDORSEMENTS =
            new Table<>(GOV + "nodes.snp.uvm_endorsements", Codec.TEXT, Codec.JSON);

    /** By cpuid in hex: the least firmware versions that may join. */
    public static final Table<String, JsonNode> SNP_TCB_VERSIONS =
            new Table<>(GOV + "nodes.snp.tcb_versions", Codec.TEXT, Codec.JSON);

    /** Hex SGX measurements (legacy). */
    public static final Table<String, String> NODE_CODE_IDS =
            new Table<>(GOV + "nodes.code_ids", Codec.TEXT, Codec.JSON_TEXT);

    // Service, proposals, application (7.4)

    /** What the service is. */
    public static final Value<ServiceInfo> SERVICE_INFO =
            new Value<>(GOV + "service.info", ServiceInfo.CODEC);

    /** How it is governed. */
    public static final Value<ServiceConfig> SERVICE_CONFIG =
            new Value<>(GOV + "service.config", ServiceConfig.CODEC);

    /** PEM certificate of the service before the recovery. */
    public static final Value<String> PREVIOUS_SERVICE_IDENTITY =
            new Value<>(GOV + "service.previous_service_identity", Codec.JSON_TEXT);

    /** The whole text of the constitution. */
    public static final Value<String> CONSTITUTION =
            new Value<>(GOV + "constitution", Codec.JSON_TEXT);

    /** The payload of each proposal, as signed. */
    public static final Table<ProposalId, Bytes> PROPOSALS =
            new Table<>(GOV + "proposals", ProposalId.CODEC, Codec.RAW);

    /** How each proposal stands. */
    public static final Table<ProposalId, ProposalInfo> PROPOSALS_INFO =
            new Table<>(GOV + "proposals_info", ProposalId.CODEC, ProposalInfo.CODEC);

    /** Base64 of the latest proposal, ballot or withdrawal envelope of each member. */
    public static final Table<MemberId, String> COSE_HISTORY =
            new Table<>(GOV + "cose_history", MemberId.CODEC, Codec.JSON_TEXT);

    /** Proposals remembered against replay: time and signature digest to the id (3.8). */
    public static final Table<String, String> COSE_RECENT_PROPOSALS =
            new Table<>(GOV + "cose_recent_proposals", Codec.TEXT, Codec.JSON_TEXT);

    /** Signed requests of older releases. */
    public static final Table<MemberId, JsonNode> HISTORY =
            new Table<>(GOV + "history", MemberId.CODEC, Codec.JSON);

    /** JavaScript source of each module, under its name with a leading slash. */
    public static final Table<String, String> MODULES =
            new Table<>(GOV + "modules", Codec.TEXT, Codec.TEXT);

    /** Properties of each endpoint, under {@code VERB path}. */
    public static final Table<String, JsonNode> ENDPOINTS =
            new Table<>(GOV + "endpoints", Codec.TEXT, Codec.JSON);

    /** Limits and options of the JavaScript runtime. */
    public static final Value<JsonNode> JS_RUNTIME_OPTIONS =
            new Value<>(GOV + "js_runtime_options", Codec.JSON);

    /** Written when interpreters kept from before may no longer be used. */
    public static final Value<JsonNode> INTERPRETER_FLUSH =
            new Value<>(GOV + "interpreter.flush", Codec.JSON);

    /** Marks or QuickJS bytecode of each module. */
    public static final Table<String, Bytes> MODULES_BYTECODE =
            new Table<>(GOV + "modules_quickjs_bytecode", Codec.TEXT, Codec.RAW);

    /** Which engine the bytecode is for. */
    public static final Value<String> MODULES_BYTECODE_VERSION =
            new Value<>(GOV + "modules_quickjs_version", Codec.TEXT);

    /** PEM bundles of certificate authorities, by name. */
    public static final Table<String, String> CA_CERT_BUNDLES =
            new Table<>(GOV + "tls.ca_cert_bundles", Codec.TEXT, Codec.JSON_TEXT);

    // Internal (7.5)

    /** The node's signature over the Merkle root. */
    public static final Value<JsonNode> SIGNATURES =
            new Value<>(INTERNAL + "signatures", Codec.JSON);

    /** The service's signature over the Merkle root, base64. */
    public static final Value<String> COSE_SIGNATURES =
            new Value<>(INTERNAL + "cose_signatures", Codec.JSON_TEXT);

    /** The Merkle tree at the signature. */
    public static final Value<Bytes> TREE = new Value<>(INTERNAL + "tree", Codec.RAW);

    /** Hash and seqno of the last snapshot. */
    public static final Value<JsonNode> SNAPSHOT_EVIDENCE =
            new Value<>(INTERNAL + "snapshot_evidence", Codec.JSON);

    /** The members' recovery shares and what they unlock (spec 01, 6.5). */
    public static final Value<RecoveryShares> RECOVERY_SHARES =
            new Value<>(
                    INTERNAL + "recovery_shares",
                    new Codec<>(RecoveryShares::toJson, RecoveryShares::fromJson));

    /** The secret before the present one (spec 01, 6.4). */
    public static final Value<HistoricalLedgerSecret> HISTORICAL_ENCRYPTED_LEDGER_SECRET =
            new Value<>(
                    INTERNAL + "historical_encrypted_ledger_secret",
                    new Codec<>(HistoricalLedgerSecret::toJson, HistoricalLedgerSecret::fromJson));

    /** Secrets on their way to the nodes (spec 01, 6.3). */
    public static final Value<EncryptedLedgerSecrets> ENCRYPTED_LEDGER_SECRETS =
            new Value<>(
                    INTERNAL + "encrypted_ledger_secrets",
                    new Codec<>(EncryptedLedgerSecrets::toJson, EncryptedLedgerSecrets::fromJson));

    /** Base64 of shares handed in, each encrypted under the present ledger secret. */
    public static final Table<MemberId, String> ENCRYPTED_SUBMITTED_SHARES =
            new Table<>(INTERNAL + "encrypted_submitted_shares", MemberId.CODEC, Codec.JSON_TEXT);

    /** How this identity vouches for the one before (spec 01, 8.6). */
    public static final Value<IdentityEndorsement> PREVIOUS_SERVICE_IDENTITY_ENDORSEMENT =
            new Value<>(
                    INTERNAL + "previous_service_identity_endorsement", IdentityEndorsement.CODEC);

    /** Hex of the last root that the previous service signed. */
    public static final Value<String> PREVIOUS_SERVICE_LAST_SIGNED_ROOT =
            new Value<>(INTERNAL + "previous_service_last_signed_root", Codec.JSON_TEXT);

    /** How the secrets come back, as {@link RecoveryType#text}. */
    public static final Value<String> LAST_RECOVERY_TYPE =
            new Value<>(INTERNAL + "last_recovery_type", Codec.JSON_TEXT);

    // JSON Web Tokens (7.6)

    /** Each issuer of tokens. */
    public static final Table<String, JsonNode> JWT_ISSUERS =
            new Table<>(GOV + "jwt.issuers", Codec.TEXT, Codec.JSON);

    /** The keys that sign tokens, by key id. */
    public static final Table<String, List<JwtKey>> JWT_SIGNING_KEYS =
            new Table<>(GOV + "jwt.public_signing_keys_metadata_v2", Codec.TEXT, JwtKey.CODEC);

    private Tables() {}
}
