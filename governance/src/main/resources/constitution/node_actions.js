// Actions on nodes, their certificates, and the policy that says which code may join.

/** The longest validity, in days, that the configuration allows a certificate to have. */
function maximumValidityDays(field) {
  const config = serviceConfig().get() ?? {};
  return config[field] ?? 365;
}

/** The validity asked for, or else the longest allowed; more is an error. */
function validityDays(requested, maximum) {
  const days = requested ?? maximum;
  if (days > maximum) {
    throw new Error(`Validity period ${days} (days) is not allowed: service max allowed is ${maximum} (days)`);
  }
  return days;
}

/** Gives a node a certificate of the service for the key of its signing request. */
function endorseNode(id, node, args) {
  const days = validityDays(
    args.validity_period_days,
    maximumValidityDays("maximum_node_certificate_validity_days"),
  );
  const pem = ccf.network.generateEndorsedCertificate(node.certificate_signing_request, args.valid_from, days);
  new TextTable("nodes.endorsed_certificates").set(id, pem);
}

/** Renews the certificate of a trusted node. */
function renewNodeCertificate(id, node, args) {
  if (node.status !== "Trusted") {
    throw new Error(`Node ${id} is not trusted`);
  }
  if (node.certificate_signing_request === undefined) {
    throw new Error(`Node ${id} has no certificate signing request`);
  }
  endorseNode(id, node, args);
}

const validityChecks = {
  valid_from: ofType("string"),
  validity_period_days: (value, field) => {
    if (value !== undefined) {
      checkType(value, "integer", field);
      checkBounds(value, 1, null, field);
    }
  },
};

/**
 * Trusts a node that has joined: from then on it takes part in consensus. A node that is not pending is left as it is.
 *
 * args: `node_id`; `valid_from` the start of its certificate; `validity_period_days`? at least 1.
 */
actions.set(
  "transition_node_to_trusted",
  new Action(checkArgs({ node_id: checkEntityId, ...validityChecks }), (args) => {
    const nodes = new JsonTable("nodes.info");
    const node = nodes.require(args.node_id, "Node");
    if (node.status !== "Pending") {
      return;
    }
    node.status = "Trusted";
    node.ledger_secret_seqno = ccf.network.getLatestLedgerSecretSeqno();
    nodes.set(args.node_id, node);
    if (node.certificate_signing_request !== undefined) {
      endorseNode(args.node_id, node, args);
    }
  }),
);

/**
 * Retires a node; one that was never trusted is forgotten, an unknown one is left in peace.
 *
 * args: `node_id`.
 */
actions.set(
  "remove_node",
  new Action(checkArgs({ node_id: checkEntityId }), (args) => {
    const nodes = new JsonTable("nodes.info");
    const node = nodes.get(args.node_id);
    if (node === undefined) {
      return;
    }
    if (node.status === "Pending") {
      nodes.delete(args.node_id);
    } else {
      node.status = "Retired";
      nodes.set(args.node_id, node);
    }
  }),
);

/**
 * Replaces what is noted about a node.
 *
 * args: `node_id`; `node_data` anything.
 */
actions.set(
  "set_node_data",
  new Action(checkArgs({ node_id: checkEntityId }), (args) => {
    const nodes = new JsonTable("nodes.info");
    const node = nodes.require(args.node_id, "Node");
    node.node_data = args.node_data;
    nodes.set(args.node_id, node);
  }),
);

/**
 * Renews the certificate of one trusted node.
 *
 * args: `node_id`; `valid_from`; `validity_period_days`?.
 */
actions.set(
  "set_node_certificate_validity",
  new Action(checkArgs({ node_id: checkEntityId, ...validityChecks }), (args) =>
    renewNodeCertificate(args.node_id, new JsonTable("nodes.info").require(args.node_id, "Node"), args),
  ),
);

/**
 * Renews the certificates of all trusted nodes.
 *
 * args: `valid_from`; `validity_period_days`?.
 */
actions.set(
  "set_all_nodes_certificate_validity",
  new Action(checkArgs(validityChecks), (args) => {
    for (const [id, node] of new JsonTable("nodes.info").entries()) {
      if (node.status === "Trusted") {
        renewNodeCertificate(id, node, args);
      }
    }
  }),
);

/**
 * Renews the certificate of the service; its key stays.
 *
 * args: `valid_from`; `validity_period_days`?.
 */
actions.set(
  "set_service_certificate_validity",
  new Action(checkArgs(validityChecks), (args) => {
    const days = validityDays(
      args.validity_period_days,
      maximumValidityDays("maximum_service_certificate_validity_days"),
    );
    const table = serviceInfo();
    const info = table.require();
    info.cert = ccf.network.generateNetworkCertificate(args.valid_from, days);
    table.set(info);
  }),
);

/** Makes the pair of actions that put a name on a list of code allowed to join, and take it off. */
function setCodeListActions(added, removed, field, table) {
  actions.set(
    added,
    new Action(checkArgs({ [field]: ofType("string") }), (args, proposalId) => {
      new JsonTable(table).set(args[field], "AllowedToJoin");
      invalidateOtherOpenProposals(proposalId);
    }),
  );
  actions.set(
    removed,
    new Action(checkArgs({ [field]: ofType("string") }), (args) => new TextTable(table).delete(args[field])),
  );
}

/** Allow, or no longer allow, an SGX enclave (legacy). args: `code_id`. Allowing drops other open proposals. */
setCodeListActions("add_node_code", "remove_node_code", "code_id", "nodes.code_ids");

/** Allow, or no longer allow, an SEV-SNP launch measurement. args: `measurement`. Allowing drops other open proposals. */
setCodeListActions("add_snp_measurement", "remove_snp_measurement", "measurement", "nodes.snp.measurements");

/**
 * Allows utility VMs endorsed by this issuer for this feed, from this security version on; drops other open proposals.
 *
 * args: `did`, `feed`, `svn` strings.
 */
actions.set(
  "add_snp_uvm_endorsement",
  new Action(
    checkArgs({ did: ofType("string"), feed: ofType("string"), svn: ofType("string") }),
    (args, proposalId) => {
      const table = new JsonTable("nodes.snp.uvm_endorsements");
      table.set(args.did, { ...table.get(args.did), [args.feed]: { svn: args.svn } });
      invalidateOtherOpenProposals(proposalId);
    },
  ),
);

/**
 * Takes a feed off the list of its issuer, and the issuer off when no feed is left.
 *
 * args: `did`, `feed` strings.
 */
actions.set(
  "remove_snp_uvm_endorsement",
  new Action(checkArgs({ did: ofType("string"), feed: ofType("string") }), (args) => {
    const table = new JsonTable("nodes.snp.uvm_endorsements");
    const feeds = table.get(args.did) ?? {};
    delete feeds[args.feed];
    if (Object.keys(feeds).length === 0) {
      table.delete(args.did);
    } else {
      table.set(args.did, feeds);
    }
  }),
);

/** The bytes in lower-case hex. */
function toHex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Allows nodes started under this security policy; drops other open proposals.
 *
 * args: `security_policy` its text, or empty when it shall not be public; `host_data` hex of its SHA-256.
 */
actions.set(
  "add_snp_host_data",
  new Action(
    checkArgs({ security_policy: ofType("string"), host_data: ofType("string") }, (args) => {
      if (args.security_policy === "") {
        return;
      }
      const digest = toHex(ccf.crypto.digest("SHA-256", ccf.strToBuf(args.security_policy)));
      if (digest !== args.host_data) {
        throw new Error(`The hash of security_policy is ${digest}, not the given host_data`);
      }
    }),
    (args, proposalId) => {
      new JsonTable("nodes.snp.host_data").set(args.host_data, args.security_policy);
      invalidateOtherOpenProposals(proposalId);
    },
  ),
);

/**
 * No longer allows a security policy.
 *
 * args: `host_data` hex.
 */
actions.set(
  "remove_snp_host_data",
  new Action(checkArgs({ host_data: ofType("string") }), (args) =>
    new TextTable("nodes.snp.host_data").delete(args.host_data),
  ),
);

/** A processor model as the CPUID instruction tells it: 4 bytes in lower-case hex. */
function checkCpuid(value, field) {
  checkLowerCaseHex(value, 4, field);
}

/**
 * Demands at least these firmware versions of nodes on this processor model; drops other open proposals.
 *
 * args: `cpuid`; `tcb_version` object with numbers `boot_loader`, `tee`, `snp`, `microcode`.
 */
actions.set(
  "set_snp_minimum_tcb_version",
  new Action(
    checkArgs({ cpuid: checkCpuid, tcb_version: ofType("object") }, (args) => {
      for (const part of ["boot_loader", "tee", "snp", "microcode"]) {
        checkType(args.tcb_version[part], "number", `tcb_version.${part}`);
      }
    }),
    (args, proposalId) => {
      new JsonTable("nodes.snp.tcb_versions").set(args.cpuid, args.tcb_version);
      invalidateOtherOpenProposals(proposalId);
    },
  ),
);

/**
 * The same, with the versions as the processor reports them; drops other open proposals.
 *
 * args: `cpuid`; `tcb_version` 8 bytes in lower-case hex.
 */
actions.set(
  "set_snp_minimum_tcb_version_hex",
  new Action(
    checkArgs({ cpuid: checkCpuid, tcb_version: (value, field) => checkLowerCaseHex(value, 8, field) }),
    (args, proposalId) => {
      const versions = ccf.tcbHexToPolicy(args.cpuid, args.tcb_version);
      new JsonTable("nodes.snp.tcb_versions").set(args.cpuid, versions);
      invalidateOtherOpenProposals(proposalId);
    },
  ),
);

/**
 * No longer admits nodes on this processor model.
 *
 * args: `cpuid`.
 */
actions.set(
  "remove_snp_minimum_tcb_version",
  new Action(checkArgs({ cpuid: checkCpuid }), (args) => {
    const table = new TextTable("nodes.snp.tcb_versions");
    if (!table.has(args.cpuid)) {
      throw new Error(`No minimum TCB version is set for cpuid ${args.cpuid}`);
    }
    table.delete(args.cpuid);
  }),
);
