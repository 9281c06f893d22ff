/**
 * The offline auditor: proves from the files alone that a ledger is what a service signed (spec 01,
 * 9; spec 03, 11).
 *
 * <p>{@link dev.tallystick.ledger.audit.LedgerAuditor} walks the chunks in order and recomputes
 * every leaf and root. Each signature is checked against the identities that the ledger itself has
 * established by then: nodes through their endorsed certificates, which must chain to the service;
 * the service through {@code service.info} and, across recoveries, through its endorsements.
 * Governance envelopes are checked against the members' certificates. The outcome is an {@link
 * dev.tallystick.ledger.audit.AuditReport}, or an {@link
 * dev.tallystick.ledger.audit.AuditException} with file, seqno and reason.
 *
 * <p>What nobody can prove is said, not hidden: a ledger establishes its own first identity, so
 * that only a service certificate from elsewhere ({@link
 * dev.tallystick.ledger.audit.AuditOptions#serviceCertificate}) makes it <em>somebody's</em>
 * ledger; a ledger cut off right after a signature looks complete unless the last transaction is
 * known ({@link dev.tallystick.ledger.audit.AuditOptions#expectedLast}); and no signature covers
 * what comes after the last one ({@link dev.tallystick.ledger.audit.AuditReport.OpenEnd}).
 */
@NullMarked
package dev.tallystick.ledger.audit;

import org.jspecify.annotations.NullMarked;
