/**
 * Ledger files: chunks of entries on disk (spec 01, section 1).
 *
 * <p>A node writes and reads through {@link dev.tallystick.ledger.files.LedgerFiles}; its primary
 * asks {@link dev.tallystick.ledger.files.LedgerChunker} when a chunk should end. An auditor walks
 * one file after the other with {@link dev.tallystick.ledger.files.ChunkReader}, which refuses the
 * slightest damage and says where it is; {@link dev.tallystick.ledger.files.ChunkSplit} cuts a file
 * in two.
 *
 * <p>Entries are opaque here but for their headers: nothing is decoded, decrypted or hashed.
 */
@NullMarked
package dev.tallystick.ledger.files;

import org.jspecify.annotations.NullMarked;
