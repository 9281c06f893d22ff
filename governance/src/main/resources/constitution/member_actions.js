// Actions on members and users, and on the number of members that a recovery needs.

/** The root that a member accepts with its acknowledgement: that of the last signature. */
function lastSignedRoot() {
  return new JsonValue("public:ccf.internal.signatures").require().root;
}

/** What a proposal may change in the service configuration, each with its check. */
const configurationChecks = {
  reconfiguration_type: ofType("string?"),
  recovery_threshold: integerBetween(1, 254, "integer?"),
  recent_cose_proposals_window_size: integerBetween(1, 10000, "integer?"),
};

/** Makes these changes to the service configuration, and issues recovery shares anew when their threshold changes. */
function updateServiceConfig(changes) {
  const table = serviceConfig();
  const config = table.require();
  const next = { ...config };
  for (const key of Object.keys(configurationChecks)) {
    next[key] = changes[key] ?? config[key];
  }
  checkReconfigurationType(config.reconfiguration_type, next.reconfiguration_type);
  const changesThreshold = next.recovery_threshold !== config.recovery_threshold;
  if (changesThreshold) {
    checkThresholdCanBecome(next.recovery_threshold);
  }
  table.set(next);
  if (changesThreshold) {
    ccf.node.triggerRecoverySharesRefresh();
  }
}

/** The type (which has no effect any more) may only move on from OneTransaction to TwoTransaction. */
function checkReconfigurationType(from, to) {
  if (to === from) {
    return;
  }
  const movesOn = (from === undefined || from === "OneTransaction") && to === "TwoTransaction";
  if (!movesOn) {
    throw new Error(`Cannot change reconfiguration type from ${from} to ${to}`);
  }
}

function checkThresholdCanBecome(threshold) {
  const status = serviceInfo().require().status;
  if (status === "WaitingForRecoveryShares") {
    throw new Error("Cannot set the recovery threshold while the service waits for recovery shares");
  }
  if (status === "Open") {
    const count = activeMembersWithKeyCount();
    if (threshold > count) {
      throw new Error(
        `Cannot set the recovery threshold to ${threshold}: the number of active recovery members is ${count}`,
      );
    }
  }
}

/**
 * Adds a member, or replaces one; it must acknowledge (again) before it can propose or vote.
 *
 * args: `cert` PEM; `encryption_pub_key`? PEM of an RSA key; `member_data`? object;
 * `recovery_role`? "NonParticipant", "Participant" or "Owner", only with a key.
 */
actions.set(
  "set_member",
  new Action(
    checkArgs({ cert: checkX509CertBundle, member_data: ofType("object?") }, (args) => {
      if (args.recovery_role === undefined) {
        return;
      }
      checkEnum(args.recovery_role, ["NonParticipant", "Participant", "Owner"], "recovery_role");
      if (args.encryption_pub_key === undefined || args.encryption_pub_key === null) {
        throw new Error("recovery_role needs an encryption_pub_key");
      }
    }),
    (args) => {
      const id = ccf.pemToId(args.cert);
      new TextTable("members.certs").set(id, args.cert);
      const keys = new TextTable("members.encryption_public_keys");
      if (args.encryption_pub_key === undefined || args.encryption_pub_key === null) {
        keys.delete(id);
      } else {
        keys.set(id, args.encryption_pub_key);
      }
      new JsonTable("members.info").set(id, {
        member_data: args.member_data,
        recovery_role: args.recovery_role,
        status: "Accepted",
      });
      new JsonTable("members.acks").set(id, { state_digest: lastSignedRoot() });
    },
  ),
);

/**
 * Removes a member; an unknown one is left in peace. When it could take part in a recovery, the ledger
 * is rekeyed, so that the shares it still holds are of no use.
 *
 * args: `member_id`.
 */
actions.set(
  "remove_member",
  new Action(checkArgs({ member_id: checkEntityId }), (args) => {
    const id = args.member_id;
    const members = new JsonTable("members.info");
    const member = members.get(id);
    if (member === undefined) {
      return;
    }
    const holdsShare = isActive(member) && new TextTable("members.encryption_public_keys").has(id);
    if (holdsShare) {
      const left = activeMembersWithKeyCount() - 1;
      const threshold = serviceConfig().require().recovery_threshold;
      if (left < threshold) {
        throw new Error(
          `Cannot remove member ${id}: ${left} active recovery members would be left, the recovery threshold is ${threshold}`,
        );
      }
    }
    for (const name of ["members.info", "members.encryption_public_keys", "members.certs", "members.acks", "history"]) {
      new TextTable(name).delete(id);
    }
    if (holdsShare) {
      ccf.node.triggerLedgerRekey();
    }
  }),
);

/**
 * Replaces what is noted about a member.
 *
 * args: `member_id`; `member_data` object.
 */
actions.set(
  "set_member_data",
  new Action(checkArgs({ member_id: checkEntityId, member_data: ofType("object") }), (args) => {
    const members = new JsonTable("members.info");
    const member = members.require(args.member_id, "Member");
    member.member_data = args.member_data;
    members.set(args.member_id, member);
  }),
);

/** Notes something about a user, or nothing. */
function putUserData(id, data) {
  const users = new JsonTable("users.info");
  if (data === undefined || data === null) {
    users.delete(id);
  } else {
    users.set(id, { user_data: data });
  }
}

/**
 * Adds a user, or replaces what is noted about it.
 *
 * args: `cert` PEM; `user_data`? object.
 */
actions.set(
  "set_user",
  new Action(checkArgs({ cert: checkX509CertBundle, user_data: ofType("object?") }), (args) => {
    const id = ccf.pemToId(args.cert);
    new TextTable("users.certs").set(id, args.cert);
    putUserData(id, args.user_data);
  }),
);

/**
 * Removes a user, known or not.
 *
 * args: `user_id`.
 */
actions.set(
  "remove_user",
  new Action(checkArgs({ user_id: checkEntityId }), (args) => {
    new TextTable("users.certs").delete(args.user_id);
    new TextTable("users.info").delete(args.user_id);
  }),
);

/**
 * Replaces what is noted about a user; it need not exist.
 *
 * args: `user_id`; `user_data`? object.
 */
actions.set(
  "set_user_data",
  new Action(checkArgs({ user_id: checkEntityId, user_data: ofType("object?") }), (args) =>
    putUserData(args.user_id, args.user_data),
  ),
);

/**
 * Sets how many recovery shares are needed to recover the service, and issues new ones.
 *
 * args: `recovery_threshold` 1 to 254.
 */
actions.set(
  "set_recovery_threshold",
  new Action(checkArgs({ recovery_threshold: integerBetween(1, 254) }), updateServiceConfig),
);

/**
 * Changes the service configuration.
 *
 * args: any of `reconfiguration_type`? string, `recovery_threshold`? 1 to 254,
 * `recent_cose_proposals_window_size`? 1 to 10000; nothing else.
 */
actions.set(
  "set_service_configuration",
  new Action(
    checkArgs(configurationChecks, (args) => {
      for (const key of Object.keys(args)) {
        if (!Object.hasOwn(configurationChecks, key)) {
          throw new Error(`Cannot change ${key} via set_service_configuration.`);
        }
      }
    }),
    updateServiceConfig,
  ),
);

/**
 * Splits the wrapping key of the ledger secret anew among the present recovery members.
 *
 * args: none.
 */
actions.set(
  "trigger_recovery_shares_refresh",
  new Action(checkNone, () => ccf.node.triggerRecoverySharesRefresh()),
);
