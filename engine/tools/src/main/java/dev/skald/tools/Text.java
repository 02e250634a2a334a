/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import java.util.Arrays;
import java.util.List;

/** Text for terminals. What comes from topics is shown as one line and cannot steer the terminal. */
final class Text {

    private static final String GAP = "  ";

    private Text() {}

    /** As one line, without control characters. */
    static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints()
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? ' ' : point)
                .forEach(line::appendCodePoint);
        return line.toString();
    }

    /**
     * A table: every column as wide as its widest cell.
     *
     * @param rows its rows, the first of them its head, all with the same number of cells
     */
    static String table(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line(row.get(column)).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder written = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = line(row.get(column));
                written.append(cell)
                        .append(" ".repeat(widths[column] - cell.length()))
                        .append(GAP);
            }
            table.append(written.toString().stripTrailing()).append(System.lineSeparator());
        }
        return table.toString();
    }

    /** A row of a table. */
    static List<String> row(String... cells) {
        return Arrays.asList(cells);
    }

    /** So many of something. */
    static String count(int number, String one, String more) {
        return number + " " + (number == 1 ? one : more);
    }
}
