package dev.accrue.shell;

import dev.accrue.script.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.springframework.shell.CompletionContext;
import org.springframework.shell.command.CommandOption;
import org.springframework.shell.command.CommandRegistration;

/**
 * Lines that look like commands to a varying degree: the words of the real commands with values that fit, nearly fit
 * and do not, the same with a few characters changed, and what falls on the keyboard.
 */
final class RandomLines {
    private static final List<String> SHELL = List.of("help", "version", "exit", "quit");
    private static final String ODD_CHARACTERS = "'\"\\$#{}-=;,.~ \t\n\r\0\007\033\177\u0085\u200b\u202e\uffff猫é";

    private static final Pattern WRITES = Pattern.compile("export|output|record");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s='\"]+");

    private final List<CommandRegistration> commands;
    private final Path folder;

    /** @param folder what lines may write to; {@code pictures} in it holds the classes red, green, blue and grey */
    RandomLines(List<CommandRegistration> commands, Path folder) {
        this.commands = commands;
        this.folder = folder;
    }

    /** Whether a line that could write a file names none outside the folder. */
    boolean staysInside(String line) {
        Set<String> known = commands.stream()
                .flatMap(command -> Commands.nameOf(command).stream())
                .collect(Collectors.toSet());
        return !WRITES.matcher(line).find()
                || BETWEEN_WORDS
                        .splitAsStream(line)
                        .allMatch(word -> word.isEmpty()
                                || word.startsWith("--")
                                || known.contains(word)
                                || (word.startsWith(folder + "/") && !word.contains("..")));
    }

    /** The values that commands propose are those of now. */
    Arbitrary<String> lines() {
        return Arbitraries.frequencyOf(
                Tuple.of(8, commandLine()),
                Tuple.of(6, mutated(commandLine())),
                Tuple.of(2, Arbitraries.strings().ofMaxLength(60)),
                Tuple.of(1, Arbitraries.strings().withChars(ODD_CHARACTERS).ofMaxLength(30)),
                Tuple.of(1, veryLong()));
    }

    private Arbitrary<String> commandLine() {
        Arbitrary<String> known =
                Arbitraries.oneOf(commands.stream().map(this::call).toList());
        Arbitrary<String> other = Arbitraries.of(SHELL).flatMap(name -> words(name, values(), 3));
        return Arbitraries.frequencyOf(Tuple.of(12, known), Tuple.of(1, other));
    }

    /** The arguments that the command wants and a few of its options, each mostly with a value that may fit. */
    private Arbitrary<String> call(CommandRegistration command) {
        Arbitrary<String> any = WRITES.matcher(command.getCommand()).find() ? files() : values();
        List<Arbitrary<String>> parts = new ArrayList<>();
        List<Arbitrary<String>> options = new ArrayList<>(List.of(any));
        for (CommandOption option : command.getOptions()) {
            Arbitrary<String> value = fitting(command, option, any);
            if (LineParser.isArgument(option)) {
                parts.add(value);
            } else {
                String name = "--" + LineParser.nameOf(option);
                options.add(LineParser.isFlag(option) ? Arbitraries.just(name) : value.map(text -> name + " " + text));
            }
        }
        parts.add(Arbitraries.oneOf(options).list().ofMaxSize(3).map(list -> String.join(" ", list)));
        return Combinators.combine(parts).as(words -> command.getCommand() + " " + String.join(" ", words));
    }

    /** What the command would propose, a number or a folder where it wants one; now and then anything. */
    private Arbitrary<String> fitting(CommandRegistration command, CommandOption option, Arbitrary<String> any) {
        List<String> proposals =
                option.getCompletion().apply(new CompletionContext(List.of(), 0, 0, command, option)).stream()
                        .map(proposal -> Words.quote(proposal.value()))
                        .filter(proposal ->
                                !proposal.equals("shapes")) // a thousand pictures a class are more than a line may cost
                        .toList();
        Arbitrary<String> fit = switch (String.valueOf(option.getLabel())) {
            case "N" -> Arbitraries.integers().between(1, 40).map(String::valueOf);
            case "DIR" -> Arbitraries.just(folder + "/pictures");
            case "FILE" -> files();
            default -> proposals.isEmpty() ? any : Arbitraries.of(proposals);
        };
        return Arbitraries.frequencyOf(Tuple.of(9, fit), Tuple.of(1, any));
    }

    private static Arbitrary<String> words(String first, Arbitrary<String> word, int most) {
        return word.list().ofMaxSize(most).map(words -> first + " " + String.join(" ", words));
    }

    private Arbitrary<String> files() {
        return Arbitraries.of(
                        "a.csv", "b.json", "c.png", "d.accrue-model", "e", "none/f.csv", "pictures", "猫.csv", "\0")
                .map(name -> folder + "/" + name);
    }

    /** As a person writes them: quoted where that is needed, or where it is not, or not at all. */
    private Arbitrary<String> values() {
        Arbitrary<String> value = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of("red", "green", "blue", "grey", "first", "main", "other", "quadrants")),
                Tuple.of(3, Arbitraries.of("lda", "article", "ridge", "ncm", "qda", "shrinkage=none", "all", "0", "1")),
                Tuple.of(2, Arbitraries.of("-1", "2", "0-1", "0,red", "1e309", "NaN", "0x1F", "99999999999999999999")),
                Tuple.of(2, Arbitraries.of("", " ", "-", "--", "---", "=", "猫", "🦦", "\u202e", "${HOME}", "~", "*")),
                Tuple.of(2, Arbitraries.of(folder + "/pictures", folder + "/pictures/red/0.png")),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(12)));
        return Combinators.combine(value, Arbitraries.integers().between(0, 9)).as((text, how) -> switch (how) {
            case 0 -> text;
            case 1 -> '"' + text + '"';
            default -> Words.quote(text);
        });
    }

    /** One to four changes: a character more, fewer, twice or another one. */
    private static Arbitrary<String> mutated(Arbitrary<String> lines) {
        Arbitrary<Mutation> mutation = Combinators.combine(
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.oneOf(
                                Arbitraries.chars().with(ODD_CHARACTERS),
                                Arbitraries.chars().all()))
                .as(Mutation::new);
        return Combinators.combine(lines, mutation.list().ofMinSize(1).ofMaxSize(4))
                .as((line, mutations) -> {
                    String text = line;
                    for (Mutation each : mutations) {
                        text = each.of(text);
                    }
                    return text;
                });
    }

    private record Mutation(double where, int how, char character) {

        String of(String line) {
            int at = (int) (where * line.length());
            if (at == line.length()) {
                return line + character;
            }
            String before = line.substring(0, at);
            return switch (how) {
                case 0 -> before + character + line.substring(at);
                case 1 -> before + line.substring(at + 1);
                case 2 -> before + line.charAt(at) + line.substring(at);
                default -> before + character + line.substring(at + 1);
            };
        }
    }

    private Arbitrary<String> veryLong() {
        return Combinators.combine(
                        commandLine(), Arbitraries.of("a", " red", "\\", "\"", "'", "-", "=", " --limit 1", "猫"))
                .as((line, more) -> line + more.repeat(10_000 / more.length()));
    }
}
