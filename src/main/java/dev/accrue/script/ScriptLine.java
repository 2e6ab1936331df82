package dev.accrue.script;

import org.jspecify.annotations.Nullable;

/**
 * A command of a script with where it starts.
 *
 * @param source the script as the person named it
 * @param line the number, from 1, of the line the command starts on; of a command in a {@code -c} text, which
 *     command it is
 * @param text the command with its variables filled in, without comment and line ends, to be split by {@link Words}
 * @param from the line that runs this script from another one, or null
 */
public record ScriptLine(
        String source, int line, String text, @Nullable ScriptLine from) {

    /** A line of a script that no other one runs. */
    public ScriptLine(String source, int line, String text) {
        this(source, line, text, null);
    }

    /** {@code file:line}. */
    public String where() {
        return source + ":" + line;
    }
}
