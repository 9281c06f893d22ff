package dev.tallystick.node.cli.terminal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A table for people: columns as wide as their widest cell, numbers to the right. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... headings) {
        this.headings = List.of(headings);
    }

    /**
     * Adds a row.
     *
     * @param cells one for each heading
     */
    public void add(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells for " + headings.size() + " columns");
        }
        rows.add(List.of(cells));
    }

    /** Prints headings and rows. */
    public void print(PrintStream out) {
        int[] widths = new int[headings.size()];
        boolean[] isNumeric = new boolean[headings.size()];
        for (int c = 0; c < widths.length; c++) {
            int column = c;
            widths[c] = headings.get(c).length();
            for (List<String> row : rows) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
            isNumeric[c] =
                    !rows.isEmpty() && rows.stream().allMatch(row -> isNumber(row.get(column)));
        }
        print(out, headings, widths, isNumeric);
        rows.forEach(row -> print(out, row, widths, isNumeric));
        out.flush();
    }

    private static void print(
            PrintStream out, List<String> cells, int[] widths, boolean[] isNumeric) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String cell = cells.get(c);
            String padding = " ".repeat(widths[c] - cell.length());
            line.append(GAP).append(isNumeric[c] ? padding + cell : cell + padding);
        }
        out.println(line.toString().stripTrailing());
    }

    private static boolean isNumber(String cell) {
        return !cell.isEmpty()
                && cell.chars().allMatch(c -> Character.isDigit(c) || c == ',' || c == '.');
    }
}
