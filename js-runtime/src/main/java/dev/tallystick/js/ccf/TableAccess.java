package dev.tallystick.js.ccf;

/** What a script may do with a table. */
enum TableAccess {
    NONE("inaccessible"),
    READ("read-only"),
    WRITE("write-only"),
    READ_WRITE("readable and writable");

    private final String words;

    TableAccess(String words) {
        this.words = words;
    }

    boolean allowsRead() {
        return this == READ || this == READ_WRITE;
    }

    boolean allowsWrite() {
        return this == WRITE || this == READ_WRITE;
    }

    String words() {
        return words;
    }
}
