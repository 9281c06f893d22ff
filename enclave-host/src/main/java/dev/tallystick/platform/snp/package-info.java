/**
 * Evidence of AMD SEV-SNP (spec 07, sections 2 to 5): the report a chip signs about a confidential
 * virtual machine, the certificates that lead from that chip to AMD, and their verification.
 *
 * <p>{@link dev.tallystick.platform.snp.SnpVerifier} is where evidence is judged; everything it
 * reads ({@link dev.tallystick.platform.snp.SnpReport}, {@link
 * dev.tallystick.platform.snp.Endorsements}) is hostile until then. {@link
 * dev.tallystick.platform.snp.ConfigfsTsm} obtains a report from the Linux kernel.
 *
 * <p>Here are only bytes, keys and instants: no clock, no network, nothing of governance.
 */
@NullMarked
package dev.tallystick.platform.snp;

import org.jspecify.annotations.NullMarked;
