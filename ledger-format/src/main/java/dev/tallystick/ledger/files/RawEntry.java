package dev.tallystick.ledger.files;

/**
 * One entry as found in a file.
 *
 * @param seqno its place in the ledger, by file name and by its own header
 * @param offset of its first byte in the file
 * @param bytes the whole entry, header included; owned by whoever asked for it
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record RawEntry(long seqno, long offset, byte[] bytes) {}
