package dev.tallystick.kv.large;

import dev.tallystick.kv.map.ValueForm;
import dev.tallystick.ledger.Bytes;

/** All values in memory. */
record HeapValues() implements LargeValues {
    @Override
    public ValueForm<Bytes> form() {
        return ValueForm.bytes();
    }

    @Override
    public boolean isBehind() {
        return false;
    }

    @Override
    public void awaitRoom() {}

    @Override
    public void close() {}
}
