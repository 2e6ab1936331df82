package dev.accrue.script;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.script.Words.Word;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads scripts with the scripts that they run, all of them before a command of the first one runs: {@code run FILE}
 * stands for the lines of that file, which see the same variables. The file is looked for in the folder of the script
 * that names it, so that scripts which belong together can be moved together; from {@code -c}, a pipe or the prompt in
 * the working directory.
 */
public final class ScriptReader {

    /** The command whose lines are replaced. */
    public static final String RUN = "run";

    private static final int MAXIMUM_DEPTH = 16;
    private static final int MAXIMUM_LINES = 100_000;
    private static final Path WORKING_DIRECTORY = Path.of("");

    private final Map<String, String> variables;
    private final Consumer<ScriptException> problems;
    private int lines;

    /** Stops at the first problem. */
    public ScriptReader(Map<String, String> variables) {
        this(variables, problem -> {
            throw problem;
        });
    }

    /**
     * @param variables their values by name
     * @param problems told each line that is malformed, names an unknown variable or runs a script that cannot be read;
     *     where it does not throw, reading goes on behind that line
     */
    public ScriptReader(Map<String, String> variables, Consumer<ScriptException> problems) {
        this.variables = Map.copyOf(variables);
        this.problems = problems;
    }

    /**
     * Reads a script file in UTF-8.
     *
     * @throws AccrueException of category NOT_FOUND if there is no such file, BAD_DATA if it is not a readable text
     */
    public List<ScriptLine> read(Path file) {
        String script = Script.textOf(file);
        return expanded(parser(file.toString(), script, false, null).parse(), folderOf(file), List.of(file));
    }

    /**
     * Reads the text of a script.
     *
     * @param source how errors name the script
     */
    public List<ScriptLine> parse(String source, String script) {
        return expanded(parser(source, script, false, null).parse(), WORKING_DIRECTORY, List.of());
    }

    /** The same with a semicolon outside quotes as one more line end; commands are numbered instead of lines. */
    public List<ScriptLine> parseCommands(String source, String script) {
        return expanded(parser(source, script, true, null).parse(), WORKING_DIRECTORY, List.of());
    }

    private ScriptParser parser(String source, String script, boolean commands, @Nullable ScriptLine from) {
        return new ScriptParser(source, script, variables, commands, from, problems);
    }

    /** @param chain the files that led here, each of which runs the next */
    private List<ScriptLine> expanded(List<ScriptLine> script, Path folder, List<Path> chain) {
        List<ScriptLine> all = new ArrayList<>();
        for (ScriptLine line : script) {
            List<Word> words = line.text().startsWith(RUN) ? Words.parse(line.text()) : List.of();
            if (words.size() == 2
                    && words.get(0).text().equals(RUN)
                    && !words.get(1).text().startsWith("-")) {
                all.addAll(included(line, words.get(1), folder, chain));
            } else {
                lines++;
                all.add(line);
            }
        }
        return all;
    }

    private List<ScriptLine> included(ScriptLine line, Word name, Path folder, List<Path> chain) {
        try {
            Path file = resolved(folder, name.text());
            String script = Script.textOf(file);
            List<Path> longer = Stream.concat(chain.stream(), Stream.of(file)).toList();
            refuse(longer);
            return expanded(parser(file.toString(), script, false, line).parse(), folderOf(file), longer);
        } catch (AccrueException e) {
            problems.accept(new ScriptException(line, e.getMessage(), e, name.place()));
            return List.of();
        }
    }

    /** @param chain whose last file is new */
    private void refuse(List<Path> chain) {
        Path last = chain.get(chain.size() - 1);
        Path real = real(last);
        if (chain.subList(0, chain.size() - 1).stream()
                .anyMatch(file -> real(file).equals(real))) {
            throw refusal(
                    text("script.cycle", chain.stream().map(Path::toString).collect(Collectors.joining(" -> "))));
        }
        if (chain.size() > MAXIMUM_DEPTH) {
            throw refusal(text("script.tooDeep", last, MAXIMUM_DEPTH));
        }
        if (lines > MAXIMUM_LINES) {
            throw refusal(text("script.tooLong", MAXIMUM_LINES));
        }
    }

    private static AccrueException refusal(String message) {
        return new AccrueException(Category.BAD_DATA, message);
    }

    /** A leading ~ is the person's home, as it is for commands. */
    private static Path resolved(Path folder, String name) {
        try {
            Path path = name.startsWith("~/")
                    ? Path.of(System.getProperty("user.home") + name.substring(1))
                    : Path.of(name);
            return folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new AccrueException(Category.USAGE, text("script.noPath", name, e.getReason()), e);
        }
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNullElse(file.getParent(), WORKING_DIRECTORY);
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }
}
