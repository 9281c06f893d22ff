// Actions on the service as a whole: its constitution, opening, keys and files.

/**
 * Replaces this constitution; all other open proposals are dropped.
 *
 * args: `constitution` the text of a module exporting `validate`, `resolve` and `apply`.
 */
actions.set(
  "set_constitution",
  new Action(
    checkArgs({ constitution: (text) => ccf.gov.validateConstitution(text) }),
    (args, proposalId) => {
      new JsonValue("public:ccf.gov.constitution").set(args.constitution);
      invalidateOtherOpenProposals(proposalId);
    },
  ),
);

/**
 * Opens the service to its users; after a disaster, lets members hand in their recovery shares.
 *
 * args: `next_service_identity` PEM, the certificate of this service; `previous_service_identity` PEM,
 * only (and then always) when recovering.
 */
actions.set(
  "transition_service_to_open",
  new Action(
    checkArgs({ next_service_identity: ofType("string") }, (args) => {
      checkX509CertBundle(args.next_service_identity, "next_service_identity");
      if (args.previous_service_identity !== undefined) {
        checkType(args.previous_service_identity, "string", "previous_service_identity");
        checkX509CertBundle(args.previous_service_identity, "previous_service_identity");
      }
    }),
    (args) => {
      const { previous_service_identity: previous, next_service_identity: next } = args;
      const isRecovering = serviceInfo().require().status === "Recovering";
      if (isRecovering && (previous === undefined || next === undefined)) {
        throw new Error(
          "Opening a recovering network requires both, the previous and the next service identity",
        );
      }
      ccf.node.transitionServiceToOpen(
        previous === undefined ? undefined : ccf.strToBuf(previous),
        next === undefined ? undefined : ccf.strToBuf(next),
      );
    },
  ),
);

/**
 * Replaces the key that encrypts the ledger from the next transaction on.
 *
 * args: none.
 */
actions.set("trigger_ledger_rekey", new Action(checkNone, () => ccf.node.triggerLedgerRekey()));

/** Ends the ledger file at the next signature. args: not looked at. */
actions.set("trigger_ledger_chunk", new Action(checkNothing, () => ccf.node.triggerLedgerChunk()));

/** Takes a snapshot at the next signature. args: not looked at. */
actions.set("trigger_snapshot", new Action(checkNothing, () => ccf.node.triggerSnapshot()));

/**
 * Does nothing, but only in this service: ties the other actions of a proposal to it.
 *
 * args: `service_identity` PEM, to be the very text of the service's certificate.
 */
actions.set(
  "assert_service_identity",
  new Action(
    checkArgs({ service_identity: checkX509CertBundle }, (args) => {
      if (args.service_identity !== serviceInfo().require().cert) {
        throw new Error("service_identity is not the identity of this service");
      }
    }),
    () => {},
  ),
);
