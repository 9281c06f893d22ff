/**
 * Reading a ledger for people and programs. {@link dev.tallystick.ledger.view.KeyText} and {@link
 * dev.tallystick.ledger.view.ValueText} turn keys and values into text and JSON, so that none can
 * hide or pretend anything on a terminal.
 */
@NullMarked
package dev.tallystick.ledger.view;

import org.jspecify.annotations.NullMarked;
