package dev.accrue.shell;

import dev.accrue.common.AccrueException;
import dev.accrue.output.ProgressLine;
import dev.accrue.script.LineExecutor;
import dev.accrue.script.Words;
import dev.accrue.script.Words.Word;
import dev.accrue.shell.command.CommandSpec;
import dev.accrue.shell.command.Invocation;
import dev.accrue.shell.command.Question;
import dev.accrue.shell.command.Reply;
import dev.accrue.shell.command.Stage;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.command.CommandContext;
import org.springframework.shell.command.CommandRegistration;
import org.springframework.shell.context.InteractionMode;

/** Executes a line: finds the command, parses the words, runs it, prints the reply. Failures are thrown. */
public final class Interpreter implements LineExecutor {
    private final Commands commands;
    private final Console console;
    private final InteractionMode mode;
    private final @Nullable Terminal terminal;
    private final Question question;
    private final Recording recording;
    private final LineParser parser = new LineParser();

    Interpreter(Commands commands, Console console, InteractionMode mode, @Nullable Terminal terminal) {
        this(commands, console, mode, terminal, new Recording(console::note));
    }

    /** @param recording told each line that succeeded */
    Interpreter(
            Commands commands,
            Console console,
            InteractionMode mode,
            @Nullable Terminal terminal,
            Recording recording) {
        this.commands = commands;
        this.console = console;
        this.mode = mode;
        this.terminal = terminal;
        this.question = new Question(terminal);
        this.recording = recording;
    }

    @Override
    public void execute(String line) {
        call(line).ifPresent(call -> {
            perform(call);
            recording.succeeded(call.replayed(), call.command());
        });
    }

    private void perform(Call call) {
        console.timed(() -> {
            call.answer().check();
            console.print(run(call, false), call.answer());
        });
    }

    /**
     * A dry run of a line: up to the point where the command would begin its work, with no answer.
     *
     * @return whether the command came so far that it would have changed something; it was not changed
     */
    boolean rehearse(String line) {
        Optional<Call> found = call(line);
        if (found.isEmpty()) {
            return false;
        }
        try {
            found.get().answer().check();
            run(found.get(), true);
            return false;
        } catch (AccrueException e) {
            return switch (e.category()) {
                case READ_ONLY -> true;
                case DRY_RUN -> !Commands.onlyLooks(found.get().command());
                default -> throw e;
            };
        }
    }

    /** A line that was understood; without arguments where help is asked for. */
    private record Call(
            String line, List<Word> words, CommandRegistration command, LineParser.@Nullable Parsed arguments) {

        /** As typed, and with the answer to the question that a script cannot be asked. */
        String replayed() {
            boolean asked = command.getOptions().stream()
                    .anyMatch(option -> LineParser.nameOf(option).equals(CommandSpec.YES));
            boolean answered = Words.texts(words).stream()
                    .anyMatch(word -> word.startsWith("--yes") || word.equals("--dry-run") || word.equals("--help"));
            return asked && !answered ? line + " --" + CommandSpec.YES : line;
        }

        LineOptions answer() {
            return arguments == null ? LineOptions.NONE : arguments.answer();
        }
    }

    private Optional<Call> call(String line) {
        List<Word> words = Words.parse(line);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        CommandRegistration command = command(words);
        List<Word> arguments = words.subList(Commands.nameOf(command).size(), words.size());
        boolean help = Words.texts(arguments).contains("--help");
        return Optional.of(new Call(line.strip(), words, command, help ? null : parser.parse(command, arguments)));
    }

    private CommandRegistration command(List<Word> words) {
        try {
            return commands.find(Words.texts(words));
        } catch (AccrueException e) {
            throw e.at(words.get(0).place());
        }
    }

    private Reply run(Call call, boolean rehearsal) {
        LineParser.Parsed arguments = call.arguments();
        if (arguments == null) {
            return Reply.text(Help.of(call.command()));
        }
        try (ProgressLine progress = console.progress()) {
            Invocation invocation = new Invocation(
                    call.line(),
                    console.format(call.answer()),
                    console.terminal(call.answer()),
                    progress,
                    mode,
                    arguments.places(),
                    rehearsal,
                    new Parts(call.answer(), rehearsal));
            String[] words = Words.texts(call.words()).toArray(String[]::new);
            return (Reply) call.command()
                    .getTarget()
                    .getFunction()
                    .apply(CommandContext.of(words, arguments.results(), terminal, call.command(), invocation));
        } catch (AccrueException e) {
            throw Suggestions.in(e, arguments.results(), Words.texts(call.words()));
        }
    }

    /** The commands of which another one consists: they are run, but it is that one which is recorded. */
    private final class Parts implements Stage {
        private final LineOptions answer;
        private final boolean rehearsal;

        Parts(LineOptions answer, boolean rehearsal) {
            this.answer = answer;
            this.rehearsal = rehearsal;
        }

        @Override
        public void execute(String line) {
            if (rehearsal) {
                rehearse(line);
            } else {
                // a line reader that has waited for Enter has taken Ctrl-C for itself
                call(line).ifPresent(call -> Interruption.during(console::heard, () -> perform(call)));
            }
        }

        @Override
        public void print(Reply reply) {
            if (rehearsal) {
                return;
            }
            if (reply.tables().isEmpty()) {
                reply.notes().forEach(console::remark);
            } else {
                console.print(reply, answer);
            }
        }

        @Override
        public boolean goOn(String words) {
            return rehearsal || question.goOn(words);
        }

        @Override
        public boolean confirmed(String loss) {
            return question.confirmed(loss);
        }
    }
}
