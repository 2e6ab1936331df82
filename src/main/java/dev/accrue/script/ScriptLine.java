package dev.accrue.script;

/**
 * A command of a script with where it starts.
 *
 * @param source the script as the person named it
 * @param line the number, from 1, of the line the command starts on; of a command in a {@code -c} text, which
 *     command it is
 * @param text the command with its variables filled in, without comment and line ends, to be split by {@link Words}
 */
public record ScriptLine(String source, int line, String text) {}
