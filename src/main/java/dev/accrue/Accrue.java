package dev.accrue;

import dev.accrue.backbone.djl.DjlBackboneEngine;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
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
import dev.accrue.output.TableFormat;
import dev.accrue.output.terminal.TerminalProfile;
import dev.accrue.script.Script;
import dev.accrue.script.ScriptException;
import dev.accrue.script.ScriptLine;
import dev.accrue.shell.CommandShell;
import dev.accrue.shell.Console;
import dev.accrue.shell.ExitStatus;
import dev.accrue.shell.WindowWidth;
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
import dev.accrue.store.h2.H2ModelStore;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** The program: wires the rooms and chooses between a person, scripts and single commands. */
public final class Accrue {
    private final Map<String, String> environment;
    private final Path home;
    private final PrintWriter out = writer(FileDescriptor.out);
    private final PrintWriter err = writer(FileDescriptor.err);

    private Accrue(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    public static void main(String[] arguments) {
        Accrue accrue = new Accrue(System.getenv(), Path.of(System.getProperty("user.home")));
        System.exit(accrue.run(arguments).code());
    }

    private ExitStatus run(String[] arguments) {
        LaunchOptions options;
        List<ScriptLine> lines;
        try {
            options = LaunchOptions.parse(arguments, this::isCommand);
            lines = lines(options);
        } catch (AccrueException | ScriptException e) {
            console(false, false, TableFormat.TABLE).failure(e);
            return ExitStatus.of(e);
        }
        if (options.help()) {
            out.print(LaunchOptions.USAGE);
            out.flush();
            return ExitStatus.DONE;
        }
        if (options.version()) {
            out.println("accrue " + version());
            out.flush();
            return ExitStatus.DONE;
        }
        return run(options, lines);
    }

    /** All of a script is read and parsed before the first command runs. */
    private List<ScriptLine> lines(LaunchOptions options) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.putAll(options.variables());
        List<ScriptLine> lines = new ArrayList<>();
        for (Path script : options.scripts()) {
            lines.addAll(Script.read(script, variables));
        }
        options.commands().ifPresent(text -> lines.addAll(Script.parseCommands("-c", text, variables)));
        if (readsStandardInput(options)) {
            lines.addAll(Script.parse("standard input", standardInput(), variables));
        }
        return lines;
    }

    private static boolean saysWhatToRun(LaunchOptions options) {
        return options.commands().isPresent()
                || !options.scripts().isEmpty()
                || !options.words().isEmpty();
    }

    private static boolean readsStandardInput(LaunchOptions options) {
        return !saysWhatToRun(options) && !options.help() && !options.version() && !isTerminal("stdin");
    }

    private static String standardInput() {
        try (InputStream in = System.in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AccrueException(Category.BAD_DATA, "standard input cannot be read: " + e.getMessage(), e);
        }
    }

    private ExitStatus run(LaunchOptions options, List<ScriptLine> lines) {
        Console console = console(options.quiet(), options.debug(), options.format());
        DatasetCatalog catalog = new DatasetCatalog(environment, home);
        DjlBackboneEngine engine = new DjlBackboneEngine(options.device());
        Path store = options.store().orElseGet(this::defaultStore);
        try (ModelSession session = session(store, options.readOnly(), engine, catalog)) {
            Versions versions = new Versions(session);
            boolean interactive = !saysWhatToRun(options) && !readsStandardInput(options);
            // the store opens while the commands are wired and the terminal is asked what it can
            Supplier<String> greeting = interactive ? meanwhile(() -> greeting(versions)) : () -> "";
            CommandShell shell = shell(session, versions, engine, catalog, console, store);
            if (interactive) {
                return shell.interactive(greeting, () -> prompt(versions), historyFile());
            }
            if (!options.words().isEmpty()) {
                return shell.run(options.words());
            }
            return shell.run(lines, !options.quiet() && options.commands().isEmpty());
        } catch (AccrueException e) {
            console.failure(e); // from closing the store, or from opening it for the greeting
            return ExitStatus.of(e);
        }
    }

    private static ModelSession session(
            Path store, boolean readOnly, DjlBackboneEngine engine, DatasetCatalog catalog) {
        Clock clock = Clock.systemUTC();
        return new ModelSession(
                () -> readOnly ? H2ModelStore.openReadOnly(store, clock) : H2ModelStore.open(store, clock),
                other -> H2ModelStore.openReadOnly(other, clock),
                engine,
                catalog,
                clock,
                System::nanoTime);
    }

    private CommandShell shell(
            ModelSession session,
            Versions versions,
            DjlBackboneEngine engine,
            DatasetCatalog catalog,
            Console console,
            Path store) {
        Embedding embedding = new Embedding(session); // test images stay embedded from one command to the next
        Care care = new Care(session);
        Models models = new Models(session);
        return new CommandShell(
                List.of(
                        new LearningCommands(
                                new TrainBase(session),
                                new UseBackbone(session),
                                new AddClasses(session),
                                new ChangeClasses(session),
                                catalog,
                                versions::classNames),
                        new EvaluationCommands(
                                new Evaluate(session, embedding, System::nanoTime), new Predict(session), catalog),
                        new ViewCommands(new Views(session)),
                        new ClassifierCommands(
                                new Classifiers(session),
                                new CompareMethods(session, embedding, System::nanoTime),
                                catalog),
                        new VersionCommands(versions, new Compare(session), ZoneId.systemDefault()),
                        new ModelCommands(
                                models, new Transfer(session), versions::snapshotNames, ZoneId.systemDefault()),
                        new StoreCommands(care, versions, engine::description),
                        new DataCommands(catalog, new Cifar10Archive()),
                        new DoctorCommands(
                                Checkup.of(environment, home, store, care, engine, catalog, terminal("stderr"))),
                        new TutorialCommands(models, care, installation())),
                console,
                version());
    }

    /** Asks a shell that is wired for this question alone and opens nothing. */
    private boolean isCommand(String word) {
        DatasetCatalog catalog = new DatasetCatalog(environment, home);
        DjlBackboneEngine engine = new DjlBackboneEngine();
        try (ModelSession session = session(Path.of(""), true, engine, catalog)) {
            return shell(
                            session,
                            new Versions(session),
                            engine,
                            catalog,
                            console(false, false, TableFormat.TABLE),
                            Path.of(""))
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
        return "Accrue " + version() + ", store " + versions.location() + "\n"
                + versions.headline()
                        .map(head -> "model " + head.model() + ", version " + head.version() + ", " + head.classes()
                                + " classes; help lists the commands, Ctrl-D leaves")
                        .orElse("no model yet; start with: train-base --data shapes  (help lists the commands)");
    }

    private static String prompt(Versions versions) {
        return versions.headline()
                .map(head -> "accrue " + head.model() + " v" + head.version() + " " + head.classes() + " classes> ")
                .orElseGet(() -> "accrue " + versions.model() + "> ");
    }

    private Console console(boolean quiet, boolean debug, TableFormat format) {
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

    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8));
    }
}
