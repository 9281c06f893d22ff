// Extension for services on the virtual platform, which proves nothing: the policy of what may join.

/** Allow, or no longer allow, a measurement. args: `measurement`. Allowing drops other open proposals. */
setCodeListActions(
  "add_virtual_measurement",
  "remove_virtual_measurement",
  "measurement",
  "nodes.virtual.measurements",
);

/** The set of host data allowed on the virtual platform: the value of each member is eight zero bytes. */
function virtualHostData() {
  return ccf.kv["public:ccf.gov.nodes.virtual.host_data"];
}

/**
 * Allows nodes with this host data; drops other open proposals.
 *
 * args: `host_data` string.
 */
actions.set(
  "add_virtual_host_data",
  new Action(checkArgs({ host_data: ofType("string") }), (args, proposalId) => {
    virtualHostData().set(ccf.strToBuf(args.host_data), getSingletonKvKey());
    invalidateOtherOpenProposals(proposalId);
  }),
);

/**
 * No longer allows it.
 *
 * args: `host_data` string.
 */
actions.set(
  "remove_virtual_host_data",
  new Action(checkArgs({ host_data: ofType("string") }), (args) =>
    virtualHostData().delete(ccf.strToBuf(args.host_data)),
  ),
);
