/**
 * Runs JavaScript applications and constitutions (spec 04) on GraalJS.
 *
 * <p>A {@link dev.tallystick.js.JsEngine} exists once in a process. On it run two things: {@link
 * dev.tallystick.js.JsApplication}, the deployed application, which finds the endpoint for a
 * request in the governance tables and executes its handler, and {@link
 * dev.tallystick.js.Constitution}, the four functions by which members govern. Both read the
 * script, its limits and its data through the caller's transaction, so one request sees one version
 * of everything, and both start every call from a fresh global object.
 *
 * <p>The layers below, each knowing only the next: {@code dev.tallystick.js.ccf} builds the {@code
 * ccf} global and its functions, {@code dev.tallystick.js.guest} turns GraalJS contexts into
 * something that loads modules from a table, keeps to limits and fails with one exception type.
 *
 * <p>Threads: a call runs on the caller's thread, which should have a stack of 16 MiB, since the
 * depth of JavaScript recursion is bounded by it. Nothing here commits: the caller does, and
 * repeats the call when it must.
 */
@org.jspecify.annotations.NullMarked
package dev.tallystick.js;
