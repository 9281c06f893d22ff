package dev.tallystick.ledger;

/**
 * Names of the built-in tables that the machinery below governance reads or writes (spec 01, 3.4).
 */
public final class TableNames {
    /** Prefix of all maps stored in clear; it is part of the name. */
    public static final String PUBLIC_PREFIX = "public:";

    /** Prefix of the tables that members govern. */
    public static final String GOVERNANCE_PREFIX = "public:ccf.gov.";

    /** Prefix of the tables that nodes write for themselves. */
    public static final String INTERNAL_PREFIX = "public:ccf.internal.";

    /** Signature of the Merkle root by the primary's node key (spec 01, 5.1). */
    public static final String SIGNATURES = "public:ccf.internal.signatures";

    /** Signature of the Merkle root by the service key (spec 01, 5.2). */
    public static final String COSE_SIGNATURES = "public:ccf.internal.cose_signatures";

    /** The serialised Merkle tree (spec 01, 4.4). */
    public static final String TREE = "public:ccf.internal.tree";

    /** Hash of a snapshot (spec 01, 7.3). */
    public static final String SNAPSHOT_EVIDENCE = "public:ccf.internal.snapshot_evidence";

    /** The latest ledger secret, encrypted for each node (spec 01, 6.3). */
    public static final String ENCRYPTED_LEDGER_SECRETS =
            "public:ccf.internal.encrypted_ledger_secrets";

    /** The preceding ledger secret, encrypted under the following one (spec 01, 6.4). */
    public static final String HISTORICAL_ENCRYPTED_LEDGER_SECRET =
            "public:ccf.internal.historical_encrypted_ledger_secret";

    /** The wrapped latest ledger secret and the members' shares (spec 01, 6.5). */
    public static final String RECOVERY_SHARES = "public:ccf.internal.recovery_shares";

    /** Shares that members have submitted in a recovery (spec 01, 6.7). */
    public static final String ENCRYPTED_SUBMITTED_SHARES =
            "public:ccf.internal.encrypted_submitted_shares";

    /** How the last recovery got its secrets. */
    public static final String LAST_RECOVERY_TYPE = "public:ccf.internal.last_recovery_type";

    /** Chain of service identities (spec 01, 8.6). */
    public static final String PREVIOUS_SERVICE_IDENTITY_ENDORSEMENT =
            "public:ccf.internal.previous_service_identity_endorsement";

    /** Last signed root of the service before a recovery. */
    public static final String PREVIOUS_SERVICE_LAST_SIGNED_ROOT =
            "public:ccf.internal.previous_service_last_signed_root";

    /** Certificate and status of the service. */
    public static final String SERVICE_INFO = "public:ccf.gov.service.info";

    /** Settings of the service such as the recovery threshold. */
    public static final String SERVICE_CONFIG = "public:ccf.gov.service.config";

    /** Certificate of the service before a recovery. */
    public static final String PREVIOUS_SERVICE_IDENTITY =
            "public:ccf.gov.service.previous_service_identity";

    /** One record for each node. */
    public static final String NODES_INFO = "public:ccf.gov.nodes.info";

    /** Service-endorsed certificate of each node: PEM, not JSON. */
    public static final String NODES_ENDORSED_CERTIFICATES =
            "public:ccf.gov.nodes.endorsed_certificates";

    /** Certificates of members: PEM. */
    public static final String MEMBERS_CERTS = "public:ccf.gov.members.certs";

    /** Keys under which recovery shares are encrypted: PEM. */
    public static final String MEMBERS_ENCRYPTION_PUBLIC_KEYS =
            "public:ccf.gov.members.encryption_public_keys";

    /** Status and data of members. */
    public static final String MEMBERS_INFO = "public:ccf.gov.members.info";

    /** Certificates of users: PEM. */
    public static final String USERS_CERTS = "public:ccf.gov.users.certs";

    /** The constitution's text. */
    public static final String CONSTITUTION = "public:ccf.gov.constitution";

    /** Payloads of proposals. */
    public static final String PROPOSALS = "public:ccf.gov.proposals";

    /** State and ballots of proposals. */
    public static final String PROPOSALS_INFO = "public:ccf.gov.proposals_info";

    private TableNames() {}

    /** Whether the map called {@code name} is stored in clear. */
    public static boolean isPublic(String name) {
        return name.startsWith(PUBLIC_PREFIX);
    }

    /** Whether the map called {@code name} belongs to governance. */
    public static boolean isGovernance(String name) {
        return name.startsWith(GOVERNANCE_PREFIX);
    }
}
