package dev.accrue.shell;

import dev.accrue.common.AccrueException;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.springframework.shell.CompletionContext;
import org.springframework.shell.command.CommandOption;
import org.springframework.shell.command.CommandRegistration;

/** Completes commands, options and the values that commands know of. */
final class CommandCompleter implements Completer {
    private final Commands commands;

    CommandCompleter(Commands commands) {
        this.commands = commands;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<String> before =
                line.words().subList(0, Math.min(line.wordIndex(), line.words().size()));
        Optional<CommandRegistration> command = commands.startOf(before);
        commands.all().values().forEach(registration -> nextWord(registration, before, candidates));
        command.ifPresent(found -> arguments(found, before, line.word(), candidates));
    }

    private static void nextWord(CommandRegistration registration, List<String> before, List<Candidate> candidates) {
        List<String> words = Commands.nameOf(registration);
        if (words.size() > before.size() && words.subList(0, before.size()).equals(before)) {
            String word = words.get(before.size());
            boolean last = words.size() == before.size() + 1;
            if (candidates.stream().noneMatch(candidate -> candidate.value().equals(word))) {
                candidates.add(new Candidate(
                        word,
                        word,
                        registration.getGroup(),
                        last ? registration.getDescription() : null,
                        null,
                        null,
                        true));
            }
        }
    }

    private static void arguments(
            CommandRegistration command, List<String> before, String word, List<Candidate> candidates) {
        String previous = before.get(before.size() - 1);
        Optional<CommandOption> awaiting = LineParser.options(command)
                .filter(option -> !LineParser.isFlag(option))
                .filter(option -> previous.equals("--" + LineParser.nameOf(option)))
                .findFirst();
        if (awaiting.isPresent()) {
            values(command, awaiting.get(), before, candidates);
            return;
        }
        LineParser.arguments(command).forEach(argument -> values(command, argument, before, candidates));
        for (CommandOption option : LineParser.options(command).toList()) {
            if (!before.contains("--" + LineParser.nameOf(option)) && word.startsWith("-")) {
                String name = "--" + LineParser.nameOf(option);
                candidates.add(new Candidate(name, name, "options", option.getDescription(), null, null, true));
            }
        }
    }

    private static void values(
            CommandRegistration command, CommandOption option, List<String> before, List<Candidate> candidates) {
        try {
            option.getCompletion()
                    .apply(new CompletionContext(before, before.size(), 0, command, option))
                    .forEach(proposal -> candidates.add(new Candidate(proposal.value())));
        } catch (AccrueException e) {
            // a store that cannot be read has nothing to propose; the command itself will say why
        }
    }
}
