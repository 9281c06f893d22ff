/** Runs JavaScript applications and constitutions on GraalJS. */
@org.jspecify.annotations.NullMarked
package dev.tallystick.js;
