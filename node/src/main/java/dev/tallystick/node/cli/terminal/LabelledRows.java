package dev.tallystick.node.cli.terminal;

import java.io.PrintStream;
import java.util.List;

/** Prints lines of a label and a value, the values one below the other. */
public final class LabelledRows {
    private final PrintStream out;
    private final int labelChars;

    /**
     * @param labelChars width of the column of labels; no label may be longer
     */
    public LabelledRows(PrintStream out, int labelChars) {
        this.out = out;
        this.labelChars = labelChars;
    }

    /** One line. */
    public void row(String label, String value) {
        out.println("  " + label + " ".repeat(labelChars - label.length()) + value);
    }

    /** One line for each value; the label stands before the first. */
    public void column(String label, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            row(i == 0 ? label : "", values.get(i));
        }
    }
}
