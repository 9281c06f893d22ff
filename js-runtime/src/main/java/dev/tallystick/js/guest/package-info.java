/**
 * GraalJS contexts as the rest of the runtime wants them.
 *
 * <p>A {@link dev.tallystick.js.guest.GuestEngine} owns the process-wide engine, in which parsed
 * code is shared. A {@link dev.tallystick.js.guest.GuestContext} is one global object: it can load
 * ES modules from a {@link dev.tallystick.js.guest.ModuleSource} and run a piece of work under a
 * time limit. Whatever goes wrong in a script comes out as {@link
 * dev.tallystick.js.guest.ScriptException}, with a reason and a trace in the form that clients of
 * CCF know.
 *
 * <p>A context has no access to Java, files, the network, processes, threads or the environment.
 * This package knows nothing of the store or of {@code ccf}.
 */
@org.jspecify.annotations.NullMarked
package dev.tallystick.js.guest;
