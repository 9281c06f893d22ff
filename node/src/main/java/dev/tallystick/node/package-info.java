/** The node process: this package puts all parts together. */
@org.jspecify.annotations.NullMarked
package dev.tallystick.node;
