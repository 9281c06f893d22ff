package dev.tallystick.node.rpc;

/** The three frontends that share every interface (spec 02, 3.2). */
public enum FrontendName {
    /** About this node; open from the start. */
    NODE("node"),
    /** For members; open once the node's endorsed certificate is committed. */
    GOV("gov"),
    /** For users; open once the service is open. */
    APP("app");

    private final String word;

    FrontendName(String word) {
        this.word = word;
    }

    /** The first segment of its paths, e.g. {@code node}. */
    public String word() {
        return word;
    }

    /** The first segment with its slash, e.g. {@code /node}. */
    public String prefix() {
        return "/" + word;
    }
}
