package dev.tallystick.kv.map;

import dev.tallystick.ledger.Bytes;

/** Keeps byte strings as bare arrays: 16 bytes less an entry than with the object around them. */
enum BytesForm implements ValueForm<Bytes> {
    BYTES;

    @Override
    public Object pack(Bytes value) {
        return value.sharedArray();
    }

    @Override
    public Bytes unpack(Object packed) {
        return Bytes.wrap((byte[]) packed);
    }
}
