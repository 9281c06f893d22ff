package dev.tallystick.node.logging;

import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Markers with a meaning in log lines; modules that must not see this class use their names. */
public final class LogTags {
    /** The node cannot go on: shown as level {@code fatal}. */
    public static final Marker FATAL = MarkerFactory.getMarker("fatal");

    /** Output of the application, for example JavaScript's {@code console}. */
    public static final Marker APP = MarkerFactory.getMarker("app");

    /** Governance requests and the constitution. */
    public static final Marker GOV = MarkerFactory.getMarker("gov");

    /** Consensus. */
    public static final Marker RAFT = MarkerFactory.getMarker("raft");

    private LogTags() {}
}
