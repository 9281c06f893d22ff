/**
 * Accepts every proposal when it is made: for development only.
 *
 * @param {string} proposal its text
 * @param {string} proposerId the member that made it
 * @param {{member_id: string, vote: boolean}[]} votes
 * @param {string} proposalId
 * @returns {"Accepted"}
 */
export function resolve(proposal, proposerId, votes, proposalId) {
  return "Accepted";
}
