/**
 * The trusted platform (spec 07): what a node can prove about the machine and the code it runs on,
 * and how that proof is checked.
 *
 * <p>{@link dev.tallystick.platform.Platforms#detect} chooses the {@link
 * dev.tallystick.platform.Platform} once, at start; {@link dev.tallystick.platform.Platform#attest}
 * gives the evidence for a node key as a {@link dev.tallystick.platform.QuoteInfo}. {@link
 * dev.tallystick.platform.QuoteVerifier} checks evidence of any node, its own or a joining one, and
 * gives a {@link dev.tallystick.platform.VerifiedQuote}: a pure function of evidence, trust anchors
 * and instant, which works on machines without any trusted hardware. {@link
 * dev.tallystick.platform.JoinPolicy} then says whether a service accepts such a node.
 *
 * <p>The {@code virtual} platform has the same shape without any cryptography; everything that
 * shows evidence names it {@code Insecure_Virtual}. Reports of AMD SEV-SNP are in {@link
 * dev.tallystick.platform.snp}.
 *
 * <p>This module knows nothing of stores, tables or networks.
 */
@NullMarked
package dev.tallystick.platform;

import org.jspecify.annotations.NullMarked;
