package dev.accrue.script;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads command files, all of a file before any of it runs, so that a slip in the last line costs nothing.
 *
 * <ul>
 *   <li>One command a line; a backslash at the line's end continues it on the next.
 *   <li>{@code #} at the start of a word begins a comment; blank lines are skipped.
 *   <li>{@code ${name}} stands for a variable, {@code ${name:-default}} for it or, where it is not set, the default.
 *       Between single quotes neither is replaced. The value is plain text: quotes, backslashes and {@code #} in it
 *       mean nothing; outside double quotes its blanks separate words, as in a shell.
 *   <li>Quotes are those of {@link Words}; a quote is closed on the line it was opened on.
 *   <li>{@code run FILE} stands for the lines of that file, see {@link ScriptReader}.
 * </ul>
 */
public final class Script {

    /** Far more than a person writes; a larger file is something else, named by mistake. */
    private static final int MAXIMUM_BYTES = 4 << 20;

    private Script() {}

    /**
     * Reads a script file in UTF-8.
     *
     * @param variables the values of variables by name
     * @throws AccrueException of category NOT_FOUND if there is no such file, BAD_DATA if it is not a readable text
     * @throws ScriptException if the text is malformed or names an unknown variable
     */
    public static List<ScriptLine> read(Path file, Map<String, String> variables) {
        return new ScriptReader(variables).read(file);
    }

    /**
     * Reads the text of a script.
     *
     * @param source how errors name the script
     * @throws ScriptException if the text is malformed or names an unknown variable
     */
    public static List<ScriptLine> parse(String source, String text, Map<String, String> variables) {
        return new ScriptReader(variables).parse(source, text);
    }

    /**
     * Reads commands given in one piece, as in {@code -c "A; B"}: the same language with a semicolon outside quotes
     * as one more line end. The commands are numbered 1, 2, ... instead of the lines.
     *
     * @param source how errors name the text
     * @throws ScriptException if the text is malformed or names an unknown variable
     */
    public static List<ScriptLine> parseCommands(String source, String text, Map<String, String> variables) {
        return new ScriptReader(variables).parseCommands(source, text);
    }

    /** Whether a line, written into a script, is read back as the command that it is. */
    public static boolean keeps(String line) {
        try {
            List<ScriptLine> lines = new ScriptParser("", line, Map.of(), false, null, problem -> {
                        throw problem;
                    })
                    .parse();
            return lines.size() == 1 && lines.get(0).text().equals(line);
        } catch (ScriptException e) {
            return false;
        }
    }

    static String textOf(Path file) {
        return decode(file, bytesOf(file));
    }

    private static byte[] bytesOf(Path file) {
        if (Files.isDirectory(file)) {
            throw new AccrueException(Category.BAD_DATA, text("script.folder", file));
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAXIMUM_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new AccrueException(Category.NOT_FOUND, text("script.absent", file), e);
        } catch (AccessDeniedException e) {
            throw new AccrueException(Category.BAD_DATA, text("script.forbidden", file), e);
        } catch (IOException e) {
            throw new AccrueException(Category.BAD_DATA, text("script.unreadable", file, e.getMessage()), e);
        }
        if (bytes.length > MAXIMUM_BYTES) {
            throw new AccrueException(Category.BAD_DATA, text("script.tooLarge", file, MAXIMUM_BYTES >> 20));
        }
        return bytes;
    }

    private static String decode(Path file, byte[] bytes) {
        try {
            String script = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (script.indexOf('\0') < 0) {
                return script;
            }
        } catch (CharacterCodingException e) {
            throw notText(file, e);
        }
        throw notText(file, null);
    }

    private static AccrueException notText(Path file, @Nullable Throwable cause) {
        return new AccrueException(Category.BAD_DATA, text("script.notText", file), cause);
    }
}
