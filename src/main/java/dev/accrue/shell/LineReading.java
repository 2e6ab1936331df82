package dev.accrue.shell;

import dev.accrue.script.Words;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.Parser;

/**
 * Reads what is being typed as {@link Words} reads it when it has been typed, so that what completion writes is read
 * back as it was meant. A line with an open quote, or with a backslash at its end, goes on with the next.
 */
final class LineReading implements Parser {

    /**
     * A line as far as it is typed.
     *
     * @param words of the command that the cursor is in
     * @param wordIndex which of them it is in or just behind; an empty one where it is between two
     * @param wordCursor where in it
     * @param rawWordCursor the same with quotes and backslashes counted
     */
    record Line(
            String line,
            int cursor,
            List<String> words,
            int wordIndex,
            int wordCursor,
            int rawWordCursor,
            int rawWordLength)
            implements CompletingParsedLine {

        @Override
        public String word() {
            return words.get(wordIndex);
        }

        /** A word that goes on, such as a folder, keeps its quote open. */
        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            String quoted = Words.quote(candidate.toString());
            return complete || !quoted.endsWith("'") ? quoted : quoted.substring(0, quoted.length() - 1);
        }
    }

    @Override
    public Line parse(String line, int cursor, ParseContext context) {
        Walk walk = new Walk(line, cursor);
        walk.go();
        if (walk.open && (context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT)) {
            throw new EOFError(-1, -1, "the line goes on");
        }
        return walk.line();
    }

    /** From the start of the line to its end; what is behind the cursor's command is read for open quotes alone. */
    private static final class Walk {
        private static final char NONE = 0;

        private final String text;
        private final int cursor;
        private final List<String> words = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();
        private int start = -1;
        private char quote = NONE;
        private boolean found;
        private boolean closed;
        private int index;
        private int wordCursor;
        private int rawCursor;
        private int rawLength;
        private boolean open;

        Walk(String text, int cursor) {
            this.text = text;
            this.cursor = cursor;
        }

        void go() {
            for (int i = 0; i < text.length(); i++) {
                see(i);
                char c = text.charAt(i);
                if (c == '\\' && quote != '\'') {
                    i = backslash(i);
                } else if (quote != NONE) {
                    quoted(c);
                } else if (c == '#' && start < 0) {
                    int end = text.indexOf('\n', i);
                    i = (end < 0 ? text.length() : end) - 1;
                } else if (Character.isWhitespace(c)) {
                    endWord(i);
                    if (c == '\n') {
                        endCommand();
                    }
                } else {
                    begin(i);
                    quoteOrTake(c);
                }
            }
            see(text.length());
            open = open || quote != NONE;
            endWord(text.length());
        }

        /** Remembers where in which word the cursor is. */
        private void see(int i) {
            if (i >= cursor && !found) {
                found = true;
                index = words.size();
                wordCursor = word.length();
                rawCursor = start < 0 ? 0 : i - start;
                if (start < 0 && !beginsWord(i)) {
                    words.add("");
                }
            }
        }

        private boolean beginsWord(int i) {
            return i < text.length()
                    && !Character.isWhitespace(text.charAt(i))
                    && text.charAt(i) != '#'
                    && !text.startsWith("\\\n", i);
        }

        private int backslash(int i) {
            if (i + 1 == text.length()) {
                open = true;
                return i;
            }
            char next = text.charAt(i + 1);
            if (next == '\n') {
                return i + 1;
            }
            begin(i);
            word.append(quote == '"' && "\"\\$".indexOf(next) < 0 ? "\\" : "").append(next);
            return i + 1;
        }

        private void quoted(char c) {
            if (c == quote) {
                quote = NONE;
            } else {
                word.append(c);
            }
        }

        private void quoteOrTake(char c) {
            if (c == '\'' || c == '"') {
                quote = c;
            } else {
                word.append(c);
            }
        }

        private void begin(int i) {
            start = start < 0 ? i : start;
        }

        private void endWord(int i) {
            if (start >= 0 && !closed) {
                if (found && index == words.size()) {
                    rawLength = i - start;
                }
                words.add(word.toString());
            }
            start = -1;
            word.setLength(0);
        }

        private void endCommand() {
            if (found) {
                closed = true;
            } else {
                words.clear();
            }
        }

        Line line() {
            return new Line(text, cursor, List.copyOf(words), index, wordCursor, rawCursor, rawLength);
        }
    }
}
