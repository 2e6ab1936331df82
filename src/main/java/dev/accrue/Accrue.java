package dev.accrue;

import static dev.accrue.common.Messages.text;

import dev.accrue.backbone.BackboneEngine;
import dev.accrue.backbone.djl.DjlBackboneEngine;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Messages;
import dev.accrue.dataset.Cifar10Archive;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.evaluation.CompareMethods;
import dev.accrue.evaluation.Evaluate;
import dev.accrue.learner.AddClasses;
import dev.accrue.learner.Care;
import dev.accrue.learner.ChangeClasses;
import dev.accrue.learner.Classifiers;
import dev.accrue.learner.Compare;
import dev.accrue.learner.Embedding;
import dev.accrue.learner.ModelSession;
import dev.accrue.learner.Models;
import dev.accrue.learner.Predict;
import dev.accrue.learner.TrainBase;
import dev.accrue.learner.Transfer;
import dev.accrue.learner.UseBackbone;
import dev.accrue.learner.Versions;
import dev.accrue.learner.Views;
import dev.accrue.output.StandardOutput;
import dev.accrue.output.TableFormat;
import dev.accrue.output.terminal.DisplayText;
import dev.accrue.output.terminal.TerminalProfile;
import dev.accrue.script.ScriptLine;
import dev.accrue.script.ScriptReader;
import dev.accrue.shell.CommandShell;
import dev.accrue.shell.Console;
import dev.accrue.shell.ExitStatus;
import dev.accrue.shell.ScriptPolicy;
import dev.accrue.shell.WindowWidth;
import dev.accrue.shell.command.BeginCommands;
import dev.accrue.shell.command.ClassifierCommands;
import dev.accrue.shell.command.DataCommands;
import dev.accrue.shell.command.DoctorCommands;
import dev.accrue.shell.command.EvaluationCommands;
import dev.accrue.shell.command.LearningCommands;
import dev.accrue.shell.command.ModelCommands;
import dev.accrue.shell.command.StoreCommands;
import dev.accrue.shell.command.TutorialCommands;
import dev.accrue.shell.command.VersionCommands;
import dev.accrue.shell.command.ViewCommands;
import dev.accrue.store.ModelStore;
import dev.accrue.store.h2.H2ModelStore;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/** The program: wires the rooms and chooses between a person, scripts and single commands. */
public final class Accrue {
    private static final int MODEL_WIDTH = 20;

    private final Map<String, String> environment;
    private final Path home;
    private final PrintWriter out = writer(new StandardOutput());
    private final PrintWriter err = writer(new FileOutputStream(FileDescriptor.err));

    Accrue(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    public static void main(String[] arguments) {
        Messages.locale(System.getenv()).ifPresent(locale -> Locale.setDefault(Locale.Category.DISPLAY, locale));
        Accrue accrue = new Accrue(System.getenv(), Path.of(System.getProperty("user.home")));
        System.exit(accrue.run(arguments).code());
    }

    private ExitStatus run(String[] arguments) {
        try {
            LaunchOptions options = LaunchOptions.parse(arguments, this::isCommand);
            if (options.help()) {
                return say(text("launch.usage"));
            }
            return options.version() ? say("accrue " + version() + "\n") : run(options);
        } catch (RuntimeException | Error e) {
            console(false, false, Optional.empty()).failure(e);
            return ExitStatus.of(e);
        }
    }

    private ExitStatus say(String answer) {
        out.print(answer);
        if (out.checkError()) {
            throw new AccrueException(Category.BAD_DATA, text("shell.noOutput"));
        }
        return ExitStatus.DONE;
    }

    /** The scripts to run, to be read all together; none where there is one command, or a person at a terminal. */
    private static Optional<Function<ScriptReader, List<ScriptLine>>> scripts(LaunchOptions options) {
        if (!options.words().isEmpty()) {
            String line = CommandShell.line(options.words());
            return options.keepGoing() || options.dryRun()
                    ? Optional.of(reader -> reader.parse("accrue", line))
                    : Optional.empty();
        }
        if (options.commands().isPresent()) {
            return options.commands().map(commands -> reader -> reader.parseCommands("-c", commands));
        }
        if (!options.scripts().isEmpty()) {
            return Optional.of(reader -> options.scripts().stream()
                    .flatMap(script -> reader.read(script).stream())
                    .toList());
        }
        if (isTerminal("stdin")) {
            return Optional.empty();
        }
        String input = standardInput();
        return Optional.of(reader -> reader.parse(text("launch.standardInput"), input));
    }

    /** Whether commands that were typed behind the program's name can ask who typed them. */
    private static boolean attended(LaunchOptions options) {
        boolean typed = !options.words().isEmpty() || options.commands().isPresent();
        return typed && isTerminal("stdin") && isTerminal("stdout");
    }

    private static String standardInput() {
        try (InputStream in = System.in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AccrueException(Category.BAD_DATA, text("launch.noInput", e.getMessage()), e);
        }
    }

    private static ScriptPolicy policy(LaunchOptions options) {
        boolean shown = !options.quiet()
                && !options.dryRun()
                && (options.verbose()
                        || (options.commands().isEmpty() && options.words().isEmpty()));
        return new ScriptPolicy(options.echo() || shown, options.keepGoing(), options.dryRun());
    }

    private ExitStatus run(LaunchOptions options) {
        Console console = console(options.quiet(), options.debug(), options.format());
        console.timing(options.verbose());
        Optional<Function<ScriptReader, List<ScriptLine>>> scripts = scripts(options);
        if (options.dryRun() && scripts.isEmpty()) {
            throw new AccrueException(Category.USAGE, text("launch.nothingToCheck"));
        }
        Map<String, String> variables = new HashMap<>(environment);
        variables.putAll(options.variables());
        DatasetCatalog catalog = new DatasetCatalog(environment, home);
        Path store = options.store().orElseGet(this::defaultStore);
        try (Equipment equipment = new Equipment(options, store, console);
                ModelSession session = session(equipment::store, equipment.engine(), catalog)) {
            Versions versions = new Versions(session);
            boolean interactive = scripts.isEmpty() && options.words().isEmpty();
            // the store opens while the commands are wired and the terminal is asked what it can
            Supplier<String> greeting = interactive ? meanwhile(() -> greeting(versions)) : () -> "";
            CommandShell shell =
                    shell(session, versions, equipment.engine(), catalog, console, store, variables, attended(options));
            if (interactive) {
                return shell.interactive(
                        greeting,
                        () -> prompt(versions),
                        historyFile(),
                        () -> equipment.engine().description());
            }
            if (scripts.isPresent()) {
                return shell.run(scripts.get(), policy(options));
            }
            return shell.run(options.words());
        } catch (AccrueException e) {
            console.failure(e); // from closing the store, or from opening it for the greeting
            return ExitStatus.of(e);
        }
    }

    private static ModelSession session(Supplier<ModelStore> store, BackboneEngine engine, DatasetCatalog catalog) {
        Clock clock = Clock.systemUTC();
        return new ModelSession(
                store, other -> H2ModelStore.openReadOnly(other, clock), engine, catalog, clock, System::nanoTime);
    }

    CommandShell shell(
            ModelSession session,
            Versions versions,
            BackboneEngine engine,
            DatasetCatalog catalog,
            Console console,
            Path store,
            Map<String, String> variables,
            boolean attended) {
        Embedding embedding = new Embedding(session); // test images stay embedded from one command to the next
        Care care = new Care(session);
        Models models = new Models(session);
        return new CommandShell(
                List.of(
                        new TutorialCommands(models, care, installation()),
                        new BeginCommands(new TrainBase(session), new UseBackbone(session), versions, models, catalog),
                        new LearningCommands(new AddClasses(session), new ChangeClasses(session), versions, catalog),
                        new EvaluationCommands(
                                new Evaluate(session, embedding, System::nanoTime), new Predict(session), catalog),
                        new ViewCommands(new Views(session)),
                        new ClassifierCommands(
                                new Classifiers(session),
                                new CompareMethods(session, embedding, System::nanoTime),
                                catalog),
                        new VersionCommands(versions, new Compare(session), ZoneId.systemDefault()),
                        new ModelCommands(models, new Transfer(session), versions, ZoneId.systemDefault()),
                        new StoreCommands(care, versions, engine::description),
                        new DataCommands(catalog, new Cifar10Archive()),
                        new DoctorCommands(
                                Checkup.of(environment, home, store, care, engine, catalog, terminal("stderr")))),
                console,
                version(),
                variables,
                attended);
    }

    /** Asks a shell that is wired for this question alone and opens nothing. */
    private boolean isCommand(String word) {
        DatasetCatalog catalog = new DatasetCatalog(environment, home);
        BackboneEngine engine = new DjlBackboneEngine();
        Supplier<ModelStore> none = () -> H2ModelStore.openReadOnly(Path.of(""), Clock.systemUTC());
        try (ModelSession session = session(none, engine, catalog)) {
            Console silent = console(true, false, Optional.empty());
            return shell(session, new Versions(session), engine, catalog, silent, Path.of(""), Map.of(), false)
                    .knows(word);
        }
    }

    /** Begins work on another thread; whoever asks for its result waits for it, or is told why there is none. */
    private static <T> Supplier<T> meanwhile(Supplier<T> work) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(work);
        return () -> {
            try {
                return result.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof AccrueException known ? known : e;
            }
        };
    }

    private static String greeting(Versions versions) {
        return text("launch.greeting", version(), versions.location()) + "\n"
                + versions.headline()
                        .map(head -> text("launch.model", head.model(), head.version(), head.classes()))
                        .orElseGet(() -> text("launch.noModel"));
    }

    private static String prompt(Versions versions) {
        return versions.headline()
                .map(head -> text("launch.prompt", cut(head.model()), head.version(), head.classes()))
                .orElseGet(() -> text("launch.promptEmpty", cut(versions.model())));
    }

    /** Of a long name enough to know it by, so that most of the line is left to type in. */
    private static String cut(String model) {
        return DisplayText.cut(model, MODEL_WIDTH, "..");
    }

    private Console console(boolean quiet, boolean debug, Optional<TableFormat> format) {
        return new Console(out, err, format, terminal("stdout"), terminal("stderr"), System::nanoTime, quiet, debug);
    }

    private Path defaultStore() {
        String path = environment.getOrDefault("ACCRUE_STORE", "");
        return path.isEmpty() ? installation().resolve("store").resolve("accrue") : Path.of(path);
    }

    private static Path installation() {
        return Path.of(System.getProperty("accrue.home", "."));
    }

    private Path historyFile() {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path folder = state.isEmpty() ? home.resolve(".local/state") : Path.of(state);
        return folder.resolve("accrue").resolve("history");
    }

    private TerminalProfile terminal(String stream) {
        return TerminalProfile.of(environment, isTerminal(stream), new WindowWidth(environment));
    }

    /** The launcher says which streams are terminals; without it, all are taken to be but for that of the data. */
    private static boolean isTerminal(String stream) {
        String usual = String.valueOf(!stream.equals("stdout"));
        return Boolean.parseBoolean(System.getProperty("accrue.terminal." + stream, usual));
    }

    private static String version() {
        return Objects.requireNonNullElse(Accrue.class.getPackage().getImplementationVersion(), "development");
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
    }
}
