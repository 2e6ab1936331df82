package dev.accrue.shell;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.shell.command.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.CompletionContext;
import org.springframework.shell.CompletionProposal;
import org.springframework.shell.command.CommandOption;
import org.springframework.shell.command.CommandRegistration;

/**
 * Completes commands, the options that are not given yet, and the values that commands know of, each with what it means.
 * A store that cannot be read proposes nothing; the command itself will say why.
 */
final class CommandCompleter implements Completer {
    private final Commands commands;

    CommandCompleter(Commands commands) {
        this.commands = commands;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<String> before = line.words().subList(0, line.wordIndex());
        String word = line.word().substring(0, line.wordCursor());
        names(before, !line.line().isBlank(), candidates);
        commands.startOf(before)
                .ifPresent(command -> new Argument(command, line.words(), line.wordIndex(), word).propose(candidates));
    }

    /** @param explained without, all of them fit on a small terminal */
    private void names(List<String> before, boolean explained, List<Candidate> candidates) {
        for (CommandRegistration command : commands.below(before)) {
            List<String> name = Commands.nameOf(command);
            String word = name.get(before.size());
            boolean last = name.size() == before.size() + 1;
            String about = last
                    ? command.getDescription()
                    : text(
                            "shell.complete.several",
                            commands.below(name.subList(0, before.size() + 1)).size());
            Candidate candidate = new Candidate(word, word, null, explained ? about : null, null, null, true);
            Optional<Candidate> same = candidates.stream()
                    .filter(each -> each.value().equals(word))
                    .findFirst();
            if (last && same.isPresent()) {
                candidates.set(
                        candidates.indexOf(same.get()), candidate); // "data" rather than what goes on with "data"
            } else if (same.isEmpty()) {
                candidates.add(candidate);
            }
        }
    }

    /**
     * A word behind the name of a command.
     *
     * @param words all of the line
     * @param index of the one that the cursor is in
     * @param word as far as the cursor
     */
    private record Argument(CommandRegistration command, List<String> words, int index, String word) {

        void propose(List<Candidate> candidates) {
            String previous = words.get(index - 1);
            boolean onlyPositional = words.subList(0, index).contains("--");
            int equals = word.indexOf('=');
            if (!onlyPositional && option(previous).isPresent()) {
                values(option(previous).get(), "", candidates);
            } else if (!onlyPositional && word.startsWith("--") && equals > 0) {
                String name = word.substring(0, equals);
                option(name).ifPresent(option -> values(option, name + "=", candidates));
            } else {
                if (!word.startsWith("-") || onlyPositional) {
                    position().ifPresent(argument -> values(argument, "", candidates));
                }
                if (!onlyPositional && (word.startsWith("-") || (word.isEmpty() && candidates.isEmpty()))) {
                    options(candidates);
                }
            }
        }

        private void options(List<Candidate> candidates) {
            List<String> others = new ArrayList<>(words);
            others.remove(index);
            LineParser.options(command).forEach(option -> {
                String name = "--" + LineParser.nameOf(option);
                if (others.stream().noneMatch(each -> each.equals(name) || each.startsWith(name + "="))) {
                    candidates.add(new Candidate(name, name, null, option.getDescription(), null, null, true));
                }
            });
        }

        /** The option with a value that goes by this name. */
        private Optional<CommandOption> option(String name) {
            return LineParser.options(command)
                    .filter(option -> !LineParser.isFlag(option))
                    .filter(option -> name.equals("--" + LineParser.nameOf(option)))
                    .findFirst();
        }

        /** The positional argument that the word would be. */
        private Optional<CommandOption> position() {
            List<CommandOption> arguments = LineParser.arguments(command);
            int given = positional().size();
            if (given < arguments.size()) {
                return Optional.of(arguments.get(given));
            }
            return arguments.isEmpty() || arguments.get(arguments.size() - 1).getArityMax() == 1
                    ? Optional.empty()
                    : Optional.of(arguments.get(arguments.size() - 1));
        }

        /** Words before this one that are no options and no values of options. */
        private List<String> positional() {
            List<String> positional = new ArrayList<>();
            boolean only = false;
            for (int i = Commands.nameOf(command).size(); i < index; i++) {
                String each = words.get(i);
                if (only || !each.startsWith("--")) {
                    positional.add(each);
                } else if (each.equals("--")) {
                    only = true;
                } else if (option(each).isPresent()) {
                    i++;
                }
            }
            return positional;
        }

        /** @param start what stands before the value in the same word: {@code --data=} */
        private void values(CommandOption option, String start, List<Candidate> candidates) {
            String value = word.substring(start.length());
            List<String> line = new ArrayList<>(words);
            line.set(index, value);
            List<String> given = option.getArityMax() > 1 ? positional() : List.of();
            try {
                option
                        .getCompletion()
                        .apply(new CompletionContext(line, index, value.length(), command, option))
                        .stream()
                        .filter(proposal -> !given.contains(proposal.value()))
                        .forEach(proposal -> candidates.add(candidate(start, proposal)));
            } catch (AccrueException e) {
                // nothing to propose
            }
            if (option.getCompletion() instanceof Values values && values.files()) {
                FileNames.startingWith(value).forEach(path -> candidates.add(file(start, path)));
            }
        }

        private static Candidate candidate(String start, CompletionProposal proposal) {
            @Nullable String about = proposal.description();
            return new Candidate(
                    start + proposal.value(), proposal.displayText(), null, about, null, null, proposal.complete());
        }

        private static Candidate file(String start, String path) {
            boolean folder = path.endsWith("/");
            String name = path.substring(path.lastIndexOf('/', path.length() - 2) + 1);
            return new Candidate(start + path, name, null, null, null, null, !folder);
        }
    }
}
