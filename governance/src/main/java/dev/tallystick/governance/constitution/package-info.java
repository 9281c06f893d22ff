/**
 * The constitutions that come with the node: JavaScript files, joined into the one text that a
 * service stores (spec 03, section 6).
 *
 * <p>The files are resources of this module, so that the command line can also write them out for
 * members to read and change. This package knows nothing of how they are run.
 */
@NullMarked
package dev.tallystick.governance.constitution;

import org.jspecify.annotations.NullMarked;
