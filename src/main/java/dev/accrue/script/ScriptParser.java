package dev.accrue.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One walk over the text of a script, character by character; the language is described at {@link Script}. */
final class ScriptParser {

    private static final char NONE = 0;
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<default>[^}\n]*))?\\}");

    private final String source;
    private final String text;
    private final Map<String, String> variables;
    private final boolean commands;

    private final List<ScriptLine> lines = new ArrayList<>();
    private final StringBuilder command = new StringBuilder();
    private int position;
    private int line = 1;
    private int startLine = 1;
    private char quote = NONE;
    private int quoteStart;
    private boolean wordStart = true;

    /** @param commands whether a semicolon ends a command and numbers count commands */
    ScriptParser(String source, String text, Map<String, String> variables, boolean commands) {
        this.source = source;
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        this.text = withoutMark.replace("\r\n", "\n").replace('\r', '\n');
        this.variables = variables;
        this.commands = commands;
    }

    List<ScriptLine> parse() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '\n') {
                endCommand();
                line++;
                position++;
                startLine = line;
            } else if (c == '\\' && quote != '\'') {
                backslash();
            } else if (text.startsWith("${", position) && quote != '\'') {
                variable();
            } else if (quote != NONE) {
                quote = c == quote ? NONE : quote;
                take(c);
            } else if (c == '#' && wordStart) {
                skipComment();
            } else if (c == ';' && commands) {
                endCommand();
                position++;
            } else {
                if (c == '\'' || c == '"') {
                    quote = c;
                    quoteStart = position;
                }
                take(c);
            }
        }
        endCommand();
        return List.copyOf(lines);
    }

    private void take(char c) {
        command.append(c);
        wordStart = quote == NONE && Character.isWhitespace(c);
        position++;
    }

    private void endCommand() {
        if (quote != NONE) {
            throw error(Words.unterminated(quote, text.substring(quoteStart, position)));
        }
        String words = command.toString().strip();
        if (!words.isEmpty()) {
            lines.add(new ScriptLine(source, number(), words));
        }
        command.setLength(0);
        wordStart = true;
    }

    /** A continuation, of which the indentation goes too where a blank stands already, or an escaped character. */
    private void backslash() {
        if (position + 1 == text.length()) {
            position++;
        } else if (text.charAt(position + 1) == '\n') {
            position += 2;
            line++;
            while (wordStart && position < text.length() && " \t".indexOf(text.charAt(position)) >= 0) {
                position++;
            }
        } else {
            command.append(text, position, position + 2);
            wordStart = false;
            position += 2;
        }
    }

    private void skipComment() {
        int end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end;
    }

    private void variable() {
        Matcher matcher = VARIABLE.matcher(text).region(position, text.length());
        boolean found = matcher.lookingAt();
        String fallback = found ? matcher.group("default") : null;
        if (!found || (fallback != null && fallback.contains("${"))) {
            throw error("\"" + restOfLine() + "\" is not a variable; write ${name} or ${name:-default}, or '${' where"
                    + " the characters themselves are meant");
        }
        String value = value(matcher.group("name"), fallback);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean special = quote == '"' ? "\"\\".indexOf(c) >= 0 : "\"\\'#".indexOf(c) >= 0;
            command.append(special ? "\\" : "").append(c);
            wordStart = quote == NONE && Character.isWhitespace(c);
        }
        position = matcher.end();
    }

    private String value(String name, @Nullable String fallback) {
        String value = variables.getOrDefault(name, fallback);
        if (value == null) {
            throw error(
                    "the variable " + name + " is not set; give it a value, or a default as in ${" + name + ":-value}");
        }
        return value;
    }

    private String restOfLine() {
        int end = text.indexOf('\n', position);
        return text.substring(position, end < 0 ? text.length() : end);
    }

    private int number() {
        return commands ? lines.size() + 1 : startLine;
    }

    private ScriptException error(String message) {
        return new ScriptException(new ScriptLine(source, number(), command + restOfLine()), message, null);
    }
}
