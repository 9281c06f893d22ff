// Enough of a constitution to test the runtime: one action, accepted by the first vote in favour.

export function validate(input) {
  const proposal = JSON.parse(input);
  return Array.isArray(proposal.actions) ? { valid: true } : { valid: false, description: "no actions" };
}

export function resolve(proposal, proposerId, votes, proposalId) {
  return votes.some((v) => v.vote) ? "Accepted" : "Open";
}

export function apply(proposal, proposalId) {
  for (const { name, args } of JSON.parse(proposal).actions) {
    if (name !== "set") {
      throw new Error(`unknown action ${name}`);
    }
    ccf.kv["public:ccf.gov.small"].set(ccf.strToBuf(proposalId), ccf.strToBuf(args));
  }
}
