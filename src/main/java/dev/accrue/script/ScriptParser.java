package dev.accrue.script;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One walk over the text of a script, character by character; the language is described at {@link Script}. */
final class ScriptParser {

    private static final char NONE = 0;
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<default>[^}\n]*))?\\}");

    private final String source;
    private final String script;
    private final Map<String, String> variables;
    private final boolean commands;
    private final @Nullable ScriptLine from;
    private final Consumer<ScriptException> problems;

    private final List<ScriptLine> lines = new ArrayList<>();
    private final StringBuilder command = new StringBuilder();
    private int position;
    private int line = 1;
    private int startLine = 1;
    private char quote = NONE;
    private int quoteStart;
    private int quoteColumn;
    private boolean wordStart = true;
    private int skipped;

    /**
     * @param commands whether a semicolon ends a command and numbers count commands
     * @param from the line that runs this script, or null
     * @param problems told what is malformed; where it does not throw, the walk goes on behind that command
     */
    ScriptParser(
            String source,
            String script,
            Map<String, String> variables,
            boolean commands,
            @Nullable ScriptLine from,
            Consumer<ScriptException> problems) {
        this.source = source;
        String withoutMark = script.startsWith("\uFEFF") ? script.substring(1) : script;
        this.script = withoutMark.replace("\r\n", "\n").replace('\r', '\n');
        this.variables = variables;
        this.commands = commands;
        this.from = from;
        this.problems = problems;
    }

    List<ScriptLine> parse() {
        boolean more = true;
        while (more) {
            try {
                more = position < script.length();
                if (more) {
                    step(script.charAt(position));
                } else {
                    endCommand();
                }
            } catch (ScriptException e) {
                problems.accept(e);
                skipCommand();
            }
        }
        return List.copyOf(lines);
    }

    private void step(char c) {
        if (c == '\n') {
            endCommand();
            line++;
            position++;
            startLine = line;
        } else if (c == '\\' && quote != '\'') {
            backslash();
        } else if (script.startsWith("${", position) && quote != '\'') {
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
                quoteColumn = command.length();
            }
            take(c);
        }
    }

    /** To the end of its last line, which is left to be stepped over. */
    private void skipCommand() {
        skipComment();
        while (position + 1 < script.length() && script.charAt(position - 1) == '\\') {
            position++;
            line++;
            skipComment();
        }
        quote = NONE;
        command.setLength(0);
        wordStart = true;
        skipped++;
    }

    private void take(char c) {
        command.append(c);
        wordStart = quote == NONE && Character.isWhitespace(c);
        position++;
    }

    private void endCommand() {
        if (quote != NONE) {
            throw error(
                    Words.unterminated(quote, script.substring(quoteStart, position)), quoteColumn, command.toString());
        }
        String words = command.toString().strip();
        if (!words.isEmpty()) {
            lines.add(new ScriptLine(source, number(), words, from));
        }
        command.setLength(0);
        wordStart = true;
    }

    /** A continuation, of which the indentation goes too where a blank stands already, or an escaped character. */
    private void backslash() {
        if (position + 1 == script.length()) {
            position++;
        } else if (script.charAt(position + 1) == '\n') {
            position += 2;
            line++;
            while (wordStart && position < script.length() && " \t".indexOf(script.charAt(position)) >= 0) {
                position++;
            }
        } else {
            command.append(script, position, position + 2);
            wordStart = false;
            position += 2;
        }
    }

    private void skipComment() {
        int end = script.indexOf('\n', position);
        position = end < 0 ? script.length() : end;
    }

    private void variable() {
        Matcher matcher = VARIABLE.matcher(script).region(position, script.length());
        boolean found = matcher.lookingAt();
        String fallback = found ? matcher.group("default") : null;
        if (!found || (fallback != null && fallback.contains("${"))) {
            throw error(text("script.noVariable", restOfLine()), command.length(), command + restOfLine());
        }
        String value = value(matcher, fallback);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean special = quote == '"' ? "\"\\".indexOf(c) >= 0 : "\"\\'#".indexOf(c) >= 0;
            command.append(special ? "\\" : "").append(c);
            wordStart = quote == NONE && Character.isWhitespace(c);
        }
        position = matcher.end();
    }

    private String value(Matcher variable, @Nullable String fallback) {
        String name = variable.group("name");
        String value = variables.getOrDefault(name, fallback);
        if (value == null) {
            String shown = command + restOfLine();
            int start = command.length();
            Place place = new Place(shown, start, start + variable.end() - variable.start());
            throw error(text("script.unknownVariable", name), place);
        }
        return value;
    }

    private String restOfLine() {
        int end = script.indexOf('\n', position);
        return script.substring(position, end < 0 ? script.length() : end);
    }

    private int number() {
        return commands ? lines.size() + skipped + 1 : startLine;
    }

    private ScriptException error(String message, int start, String shown) {
        return error(message, new Place(shown, start, shown.length()));
    }

    private ScriptException error(String message, Place place) {
        return new ScriptException(new ScriptLine(source, number(), place.line(), from), message, null, place);
    }
}
