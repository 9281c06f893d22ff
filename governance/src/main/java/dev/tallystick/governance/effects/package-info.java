/**
 * What governance does beyond writing its own tables: the effects that an accepted proposal, or a
 * member's acknowledgement, has on the service (spec 03, sections 5.6 and 8).
 *
 * <p>{@link dev.tallystick.governance.effects.ProposalEffects} is what the constitution's {@code
 * apply} sees. It writes through the proposal's transaction, so that an effect takes place only if
 * the proposal is accepted; what cannot be written (where a ledger file ends, when a snapshot is
 * taken) is remembered as a {@link dev.tallystick.governance.effects.CommitEffect} and done after
 * the transaction has got its seqno. {@link dev.tallystick.governance.effects.ShareIssuer} splits
 * the ledger secret among the members, {@link dev.tallystick.governance.effects.ServiceOpening}
 * opens the service, {@link dev.tallystick.governance.effects.LedgerRekey} changes the secret.
 *
 * <p>The node is reached through {@link dev.tallystick.governance.effects.NodeControl} only.
 */
@NullMarked
package dev.tallystick.governance.effects;

import org.jspecify.annotations.NullMarked;
