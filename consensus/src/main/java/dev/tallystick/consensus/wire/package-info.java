/**
 * The messages of consensus as bytes: a protobuf schema ({@code
 * src/main/proto/tallystick/consensus/consensus.proto}) and {@link
 * dev.tallystick.consensus.wire.MessageCodec}, the only class that knows the generated code.
 *
 * <p>The core itself, {@link dev.tallystick.consensus}, does not know this package.
 */
@NullMarked
package dev.tallystick.consensus.wire;

import org.jspecify.annotations.NullMarked;
