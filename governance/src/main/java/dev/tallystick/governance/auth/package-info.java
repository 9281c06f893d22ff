/**
 * Who sent a request: by the certificate of its connection, or by its signature (spec 02, 7).
 *
 * <p>{@link dev.tallystick.governance.auth.CertificateAuthenticator} serves the certificate
 * policies of all endpoints, {@link dev.tallystick.governance.auth.MemberCoseAuthenticator} the
 * signed requests of members. Both answer with a typed result, whose reasons are the very texts
 * that clients are told.
 *
 * <p>This package must not know endpoints, or what a caller may do.
 */
@NullMarked
package dev.tallystick.governance.auth;

import org.jspecify.annotations.NullMarked;
