/**
 * How the members of a consortium govern their service: the beginning of the chapter.
 *
 * <p>A service is born by {@link dev.tallystick.governance.Genesis}, which writes its first
 * transaction. From then on members send signed requests: {@code auth} finds out who signed, {@code
 * api} answers (spec 03, section 3), {@code proposals} leads a proposal from its creation to its
 * end (section 4), with the help of a JavaScript {@code constitution} that says what is valid, when
 * it is accepted and what it does (section 6). What only the node can do, such as issuing recovery
 * shares, opening the service or changing the ledger's key, is in {@code effects} (section 8),
 * which reaches the node through one port. All state is in the built-in {@code tables} (section 7).
 *
 * <p>Nothing here keeps state of its own, knows HTTP or TLS, or reads a clock but through a
 * constructor: given the same tables and the same request, it writes the same rows, because
 * auditors replay it.
 *
 * <p>This package itself holds the genesis transaction and how requests are refused; the packages
 * below it may use it, it uses only the tables.
 */
@NullMarked
package dev.tallystick.governance;

import org.jspecify.annotations.NullMarked;
