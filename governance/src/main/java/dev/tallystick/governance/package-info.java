/** Members, proposals, the constitution and the built-in tables. */
@org.jspecify.annotations.NullMarked
package dev.tallystick.governance;
