/**
 * The {@code ccf} global object (spec 04, sections 7 to 14).
 *
 * <p>An {@link dev.tallystick.js.ccf.Interpreter} is a {@link dev.tallystick.js.guest.GuestContext}
 * in which the prelude has run: the JavaScript half of {@code ccf}, in the resources beside this
 * package. Its members call {@link dev.tallystick.js.ccf.HostFunction}s, which come in {@link
 * dev.tallystick.js.ccf.Extension}s; what extensions an interpreter has decides what its scripts
 * can do. Every host function acts on the {@link dev.tallystick.js.ccf.Invocation} that is attached
 * at that moment, so handles which a script keeps cannot outlive their transaction.
 *
 * <p>Beyond CCF, table handles have {@code range(from, to, options)}: the entries with {@code from
 * <= key < to} in the order of the keys' bytes, as an array of {@code [key, value]} buffers. A
 * bound that is {@code undefined} is open; options are {@code descending} (boolean) and {@code
 * limit} (number of entries). The transaction depends on the keys up to the last one returned, not
 * on the whole table, so pages of a growing log do not conflict with its end.
 *
 * <p>Bytes are copied at each crossing. Permissions, argument types and sizes are checked on the
 * Java side only; the prelude is a convenience that scripts may tamper with at their own expense.
 */
@org.jspecify.annotations.NullMarked
package dev.tallystick.js.ccf;
