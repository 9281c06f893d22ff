/**
 * The governance API: every endpoint below {@code /gov} but the common ones (spec 03, section 3).
 *
 * <p>{@link dev.tallystick.governance.api.GovernanceApi#routes} lists the endpoints. A server finds
 * the {@link dev.tallystick.governance.api.GovRoute} for a request, begins a transaction (with the
 * root of the Merkle tree where the route needs it), and calls {@link
 * dev.tallystick.governance.api.GovernanceApi#execute}, which authenticates, checks the {@code
 * api-version}, runs the handler and turns refusals into answers. The server commits the
 * transaction when the {@link dev.tallystick.governance.api.GovResponse} says so, executes again
 * after a conflict, and reports success to {@link
 * dev.tallystick.governance.api.GovernanceApi#committed}.
 *
 * <p>This package must not know HTTP beyond status, content type and body.
 */
@NullMarked
package dev.tallystick.governance.api;

import org.jspecify.annotations.NullMarked;
