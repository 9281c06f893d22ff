/**
 * The sealed store: records on a disk that belongs to somebody else.
 *
 * <p>A node runs in a confidential VM whose memory the host cannot read; its disk the host can
 * read, edit, swap, delete and roll back at any time. Indexes, caches of historical entries and big
 * values are too large for the heap, so they go to that disk, sealed. This is a cache: its keys
 * live in memory only and die with the process, and what an earlier process left is deleted at
 * start.
 *
 * <pre>
 *                   in memory (trusted)                           on disk (not trusted)
 * SealedTable.put   RecordDirectory: name -> version, cost, age   RocksDB: name -> content
 *             get   Sealer: two keys, the next version
 * </pre>
 *
 * <p>A record's <i>name</i> is {@code HMAC-SHA256(name key, table | key)}, shortened to 16 bytes.
 * Its <i>content</i> is {@code AES-256-GCM(content key, nonce = version, aad = version | table |
 * key, value)} with the tag at its end. Versions are numbers that are never used twice, not even
 * after a failed write. They are not on disk: the directory in memory knows which version of which
 * name is current, so content that is altered, older, or of another name, table or process does not
 * decrypt. A name that the directory does not know is never looked for on disk. What remains for
 * the host:
 *
 * <ul>
 *   <li>to destroy or withhold records: a {@link dev.tallystick.kv.sealed.SealedStoreException}
 *       says so, and no {@code get} ever returns a wrong value or a false "not there";
 *   <li>to see how many records there are, how long each is, and when it is written and read;
 *   <li>to feed RocksDB, which is native code, files of its own making. RocksDB checks blocks by
 *       checksum, which is no defence against intent. Who does not want to rely on its parsers puts
 *       the directory on a file system of memory, or on an encrypted volume with integrity.
 * </ul>
 *
 * <p>Each table has a {@link dev.tallystick.kv.sealed.Limit}: when it is reached, either the
 * records that were not used for longest make room, or the write is refused. A record counts for
 * its value and 160 bytes, which is what the directory spends on it, so a limit bounds disk and
 * heap alike. Deleted and overwritten records leave garbage in RocksDB's files; once there is as
 * much of it as live data (and at least a configured slack), a thread rewrites the files. So they
 * take at most twice the live data and the slack, three times for the moment of rewriting.
 *
 * <p>RocksDB is known to one class, behind {@link dev.tallystick.kv.sealed.Disk}. Nothing here
 * knows what the records mean.
 */
@NullMarked
package dev.tallystick.kv.sealed;

import org.jspecify.annotations.NullMarked;
