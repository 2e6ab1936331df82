package dev.accrue.it;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jline.utils.WCWidth;

/**
 * The screen of a terminal in the manner of xterm, as far as a line editor and progress lines use it: wide characters
 * take two cells, a full line waits with going on to the next one, and lines that became too long when the window
 * became narrower go on in the next one, as those of today's terminals do. Colours are not kept.
 */
final class Emulator {
    private static final Pattern SEQUENCE =
            Pattern.compile("\033\\[(?<mark>[?>=!]?)(?<numbers>[0-9;]*)[ -/]*(?<final>[@-~])"
                    + "|\033[\\]P](?s:.)*?(\007|\033\\\\)"
                    + "|\033[ -/]*(?<single>[0-OQ-Z\\\\^-~])");
    private static final int TAB = 8;
    private static final String BLANK = " ";
    /** In the second cell of a wide character. */
    private static final String COVERED = "";

    private final List<Line> lines = new ArrayList<>();
    private int columns;
    private int rows;
    private int row;
    private int column;
    private int savedRow;
    private int savedColumn;
    private String pending = "";
    private String answer = "";

    Emulator(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        fill();
    }

    /** One row of the screen, and whether what stands in it goes on in the next one. */
    private static final class Line {
        private final List<String> cells = new ArrayList<>();
        private boolean goesOn;

        private void width(int columns) {
            cells.addAll(Collections.nCopies(Math.max(0, columns - cells.size()), BLANK));
        }

        private void clear(int from, int to) {
            for (int i = from; i < to; i++) {
                cells.set(i, BLANK);
            }
        }

        private String text() {
            return String.join("", cells);
        }
    }

    synchronized void resize(int newColumns, int newRows) {
        List<Line> whole = new ArrayList<>();
        int cursorLine = 0;
        int cursorCell = 0;
        boolean goesOn = false;
        for (int i = 0; i < lines.size(); i++) {
            if (!goesOn) {
                whole.add(new Line());
            }
            Line joined = whole.get(whole.size() - 1);
            if (i == row) {
                cursorLine = whole.size() - 1;
                cursorCell = joined.cells.size() + column;
            }
            joined.cells.addAll(lines.get(i).cells);
            goesOn = lines.get(i).goesOn;
        }
        columns = newColumns;
        rows = newRows;
        lines.clear();
        for (int i = 0; i < whole.size(); i++) {
            List<String> cells = whole.get(i).cells;
            int end = cells.size();
            while (end > 0 && cells.get(end - 1).equals(BLANK) && !(i == cursorLine && end <= cursorCell)) {
                end--;
            }
            int start = 0;
            do {
                int stop = Math.min(end, start + columns);
                Line line = new Line();
                line.cells.addAll(cells.subList(start, stop));
                line.goesOn = stop < end;
                if (i == cursorLine && cursorCell >= start && cursorCell <= start + columns) {
                    row = lines.size();
                    column = cursorCell - start;
                }
                lines.add(line);
                start = stop;
            } while (start < end);
        }
        while (lines.size() > rows && row > 0) {
            lines.remove(0);
            row--;
        }
        while (lines.size() > rows) {
            lines.remove(lines.size() - 1);
        }
        fill();
    }

    private void fill() {
        while (lines.size() < rows) {
            lines.add(new Line());
        }
        lines.forEach(line -> line.width(columns));
    }

    /** Takes what a program prints; a sequence may come in pieces. */
    synchronized void print(String text) {
        pending += text;
        int at = 0;
        while (at < pending.length()) {
            char c = pending.charAt(at);
            if (c == '\033') {
                Matcher sequence = SEQUENCE.matcher(pending).region(at, pending.length());
                if (!sequence.lookingAt()) {
                    break;
                }
                act(sequence);
                at = sequence.end();
            } else if (Character.isHighSurrogate(c) && at + 1 == pending.length()) {
                break;
            } else {
                int codePoint = pending.codePointAt(at);
                put(codePoint);
                at += Character.charCount(codePoint);
            }
        }
        pending = pending.substring(at);
    }

    /** What the terminal was asked for since the last time and answers. */
    synchronized String answer() {
        String now = answer;
        answer = "";
        return now;
    }

    private void put(int c) {
        switch (c) {
            case '\r' -> column = 0;
            case '\n' -> down();
            case '\b' -> column = Math.max(0, Math.min(column, columns - 1) - 1);
            case '\t' -> column = Math.min(columns - 1, (column / TAB + 1) * TAB);
            default -> {
                if (!Character.isISOControl(c)) {
                    character(Character.toString(c), WCWidth.wcwidth(c));
                }
            }
        }
    }

    private void character(String text, int width) {
        if (width <= 0) {
            return;
        }
        if (column + width > columns) {
            lines.get(row).goesOn = true;
            column = 0;
            down();
        }
        List<String> cells = lines.get(row).cells;
        cells.set(column, text);
        if (width == 2) {
            cells.set(column + 1, COVERED);
        }
        column += width;
    }

    private void down() {
        if (row < rows - 1) {
            row++;
        } else {
            lines.remove(0);
            fill();
        }
    }

    private void act(Matcher sequence) {
        String single = sequence.group("single");
        if (single != null) {
            switch (single) {
                case "7" -> save();
                case "8" -> restore();
                case "M" -> row = Math.max(0, row - 1);
                default -> {}
            }
        } else if (sequence.group("final") != null && !sequence.group("final").matches("[hlm]")) {
            String[] numbers = sequence.group("numbers").split(";", -1);
            int first = numbers[0].isEmpty() ? 0 : Integer.parseInt(numbers[0]);
            int second = numbers.length < 2 || numbers[1].isEmpty() ? 1 : Integer.parseInt(numbers[1]);
            act(sequence.group("final").charAt(0), first, second);
        }
    }

    /** @param first number of the sequence, 0 where it has none */
    private void act(char what, int first, int second) {
        int count = Math.max(1, first);
        Line line = lines.get(row);
        int here = Math.min(column, columns - 1);
        switch (what) {
            case 'A' -> row = Math.max(0, row - count);
            case 'B' -> row = Math.min(rows - 1, row + count);
            case 'C' -> column = Math.min(columns - 1, column + count);
            case 'D' -> column = Math.max(0, here - count);
            case 'G' -> column = Math.min(columns, count) - 1;
            case 'd' -> row = Math.min(rows, count) - 1;
            case 'H', 'f' -> {
                row = Math.min(rows, count) - 1;
                column = Math.min(columns, second) - 1;
            }
            case 'J' -> {
                for (int i = first == 0 ? row + 1 : 0; i < (first == 1 ? row : rows); i++) {
                    lines.get(i).clear(0, columns);
                    lines.get(i).goesOn = false;
                }
                clear(line, first, here);
            }
            case 'K' -> clear(line, first, here);
            case 'X' -> line.clear(here, Math.min(columns, here + count));
            case 'P' -> {
                line.cells.subList(here, Math.min(columns, here + count)).clear();
                line.width(columns);
            }
            case '@' -> {
                line.cells.addAll(here, Collections.nCopies(count, BLANK));
                line.cells.subList(columns, line.cells.size()).clear();
            }
            case 's' -> save();
            case 'u' -> restore();
            case 'n' -> answer += first == 6 ? "\033[" + (row + 1) + ";" + (here + 1) + "R" : "\033[0n";
            case 'c' -> answer += "\033[?62c";
            default -> {}
        }
    }

    /** @param part 0 from the cursor on, 1 up to it, 2 all */
    private void clear(Line line, int part, int here) {
        line.clear(part == 0 ? here : 0, part == 1 ? here + 1 : columns);
        line.goesOn &= part == 1;
    }

    private void save() {
        savedRow = row;
        savedColumn = column;
    }

    private void restore() {
        row = Math.min(rows - 1, savedRow);
        column = Math.min(columns, savedColumn);
    }

    /** A line each, without blanks at the end; and without empty lines at the end. */
    @Override
    public synchronized String toString() {
        return lines.stream()
                .map(line -> line.text().stripTrailing())
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }
}
