/**
 * Whether a proposal may be put to the vote: every action is known and its arguments are right.
 *
 * @param {string} input the text of the proposal, which must be JSON
 * @returns {{valid: boolean, description: string}} all faults found, one after the other
 */
export function validate(input) {
  const proposal = JSON.parse(input);
  if (!Array.isArray(proposal?.actions)) {
    return { valid: false, description: "a proposal must have an array of actions" };
  }
  const errors = [];
  proposal.actions.forEach((proposed, position) => {
    const action = actions.get(proposed?.name);
    if (action === undefined) {
      errors.push(`${proposed?.name}: no such action`);
      return;
    }
    try {
      action.validate(proposed.args);
    } catch (error) {
      errors.push(`${proposed.name} at position ${position} failed validation: ${error}\n${error.stack}`);
    }
  });
  return { valid: errors.length === 0, description: errors.join(", ") };
}
