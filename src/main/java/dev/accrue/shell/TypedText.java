package dev.accrue.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * Commands of what was typed or pasted at the prompt: one a line as in a script, with comments left out, lines that end
 * in a backslash joined with the next, and a line end between quotes a part of its word.
 */
final class TypedText {
    private static final char NONE = 0;

    private TypedText() {}

    static List<String> commands(String text) {
        List<String> commands = new ArrayList<>();
        StringBuilder command = new StringBuilder();
        char quote = NONE;
        boolean wordStart = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                i++;
                if (text.charAt(i) != '\n') {
                    command.append(c).append(text.charAt(i));
                }
            } else if (quote != NONE) {
                quote = c == quote ? NONE : quote;
                command.append(c);
            } else if (c == '\n') {
                add(command, commands);
            } else if (c == '#' && wordStart) {
                int end = text.indexOf('\n', i);
                i = (end < 0 ? text.length() : end) - 1;
            } else {
                quote = c == '\'' || c == '"' ? c : NONE;
                command.append(c);
            }
            wordStart = quote == NONE && Character.isWhitespace(c);
        }
        add(command, commands);
        return commands;
    }

    private static void add(StringBuilder command, List<String> commands) {
        if (!command.toString().isBlank()) {
            commands.add(command.toString().strip());
        }
        command.setLength(0);
    }
}
