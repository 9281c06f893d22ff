package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TableNames;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Rows of {@link AuditFuzzTest}, for {@code SeedCorpus}. */
public final class AuditSeeds {
    private final ByteArrayOutputStream rows = new ByteArrayOutputStream();

    /** A write. */
    public AuditSeeds put(String table, Bytes key, Bytes value) {
        int number = AuditFuzzTest.TABLES.indexOf(table);
        ByteBuffer head = ByteBuffer.allocate(4);
        head.put((byte) number).put((byte) key.length()).putShort((short) value.length());
        rows.writeBytes(head.array());
        rows.writeBytes(key.toArray());
        rows.writeBytes(value.toArray());
        return this;
    }

    /** A write of a single value. */
    public AuditSeeds put(String table, String json) {
        return put(table, Bytes.EMPTY, Bytes.utf8(json));
    }

    /** The service opens: the legal next status. */
    public static AuditSeeds opened() {
        String pem = AuditFuzzTest.SERVICE.pem().replace("\n", "\\n");
        return new AuditSeeds()
                .put(TableNames.SERVICE_INFO, "{\"cert\":\"" + pem + "\",\"status\":\"Open\"}");
    }

    /** All rows so far. */
    public byte[] bytes() {
        return rows.toByteArray();
    }
}
