/**
 * Carries out an accepted proposal: its actions in order, each seeing what those before it wrote.
 * The first that throws undoes them all.
 *
 * @param {string} proposal its text
 * @param {string} proposalId
 */
export function apply(proposal, proposalId) {
  for (const { name, args } of JSON.parse(proposal).actions) {
    const action = actions.get(name);
    if (action === undefined) {
      throw new Error(`${name}: no such action`);
    }
    action.apply(args, proposalId);
  }
}
