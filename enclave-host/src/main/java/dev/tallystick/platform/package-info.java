/** The trusted platform: obtaining and verifying attestation evidence. */
@org.jspecify.annotations.NullMarked
package dev.tallystick.platform;
