/**
 * The life of a proposal, from its creation to its end (spec 03, section 4).
 *
 * <p>{@link dev.tallystick.governance.proposals.ProposalLifeCycle} creates proposals, takes ballots
 * and withdrawals. Whenever a proposal has changed it is <em>resolved</em>: {@link
 * dev.tallystick.governance.proposals.Resolution} runs every ballot, asks the constitution what
 * they amount to, and carries the proposal out when it is accepted. All of that is one transaction
 * with the request that caused it; what fails leaves no trace.
 *
 * <p>This package must not know how a request arrives, nor which actions there are.
 */
@NullMarked
package dev.tallystick.governance.proposals;

import org.jspecify.annotations.NullMarked;
