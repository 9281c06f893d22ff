package dev.tallystick.kv.map;

/** Keeps values as they are. */
enum PlainForm implements ValueForm<Object> {
    PLAIN;

    @Override
    public Object pack(Object value) {
        return value;
    }

    @Override
    public Object unpack(Object packed) {
        return packed;
    }
}
