/**
 * The transaction engine: ordered persistent maps, optimistic transactions, the commit pipeline.
 */
@org.jspecify.annotations.NullMarked
package dev.tallystick.kv;
