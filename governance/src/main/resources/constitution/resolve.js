/**
 * Accepts a proposal as soon as more than half of the active members are for it.
 *
 * @param {string} proposal its text
 * @param {string} proposerId the member that made it
 * @param {{member_id: string, vote: boolean}[]} votes
 * @param {string} proposalId
 * @returns {"Open" | "Accepted"}
 */
export function resolve(proposal, proposerId, votes, proposalId) {
  const activeCount = new JsonTable("members.info").entries().filter(([, info]) => isActive(info)).length;
  const votesFor = votes.filter((ballot) => ballot.vote).length;
  return votesFor > Math.floor(activeCount / 2) ? "Accepted" : "Open";
}
