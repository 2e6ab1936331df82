package dev.accrue.shell;

import dev.accrue.common.AccrueException;
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
import dev.accrue.learner.QuadrantEngine;
import dev.accrue.learner.TrainBase;
import dev.accrue.learner.Transfer;
import dev.accrue.learner.UseBackbone;
import dev.accrue.learner.Versions;
import dev.accrue.learner.Views;
import dev.accrue.output.TableFormat;
import dev.accrue.output.terminal.TerminalProfile;
import dev.accrue.script.Script;
import dev.accrue.script.ScriptException;
import dev.accrue.shell.command.BeginCommands;
import dev.accrue.shell.command.ClassifierCommands;
import dev.accrue.shell.command.CommandGroup;
import dev.accrue.shell.command.DataCommands;
import dev.accrue.shell.command.EvaluationCommands;
import dev.accrue.shell.command.LearningCommands;
import dev.accrue.shell.command.ModelCommands;
import dev.accrue.shell.command.StoreCommands;
import dev.accrue.shell.command.VersionCommands;
import dev.accrue.shell.command.ViewCommands;
import dev.accrue.store.h2.H2ModelStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.shell.command.CommandRegistration;

/** The shell with all its commands on a real store, with arithmetic in place of a network: a line takes milliseconds. */
final class PlainShell implements AutoCloseable {
    private final ModelSession session;
    private final Versions versions;
    private final Models models;
    private final List<CommandGroup> groups;

    /** @param folder holds the store {@code store}, and is the person's home */
    PlainShell(Path folder) {
        QuadrantEngine engine = new QuadrantEngine();
        DatasetCatalog catalog = new DatasetCatalog(Map.of(), folder);
        this.session = new ModelSession(
                () -> H2ModelStore.open(folder.resolve("store"), Clock.systemUTC()),
                other -> H2ModelStore.openReadOnly(other, Clock.systemUTC()),
                engine,
                catalog,
                Clock.systemUTC(),
                System::nanoTime);
        this.versions = new Versions(session);
        this.models = new Models(session);
        Embedding embedding = new Embedding(session);
        URI nowhere = URI.create("http://localhost:1/"); // refused at once
        this.groups = List.of(
                new BeginCommands(new TrainBase(session), new UseBackbone(session), versions, models, catalog),
                new LearningCommands(new AddClasses(session), new ChangeClasses(session), versions, catalog),
                new EvaluationCommands(
                        new Evaluate(session, embedding, System::nanoTime), new Predict(session), catalog),
                new ViewCommands(new Views(session)),
                new ClassifierCommands(
                        new Classifiers(session), new CompareMethods(session, embedding, System::nanoTime), catalog),
                new VersionCommands(versions, new Compare(session), ZoneOffset.UTC),
                new ModelCommands(models, new Transfer(session), versions, ZoneOffset.UTC),
                new StoreCommands(new Care(session), versions, engine::description),
                new DataCommands(catalog, new Cifar10Archive(nowhere, "none")));
    }

    /**
     * @param status as the process would end with it
     * @param text everything printed, answers and messages
     */
    record Answer(ExitStatus status, String text) {}

    /** What a script of this text does. */
    Answer run(String text) {
        return run(text, new ScriptPolicy(false, false, false));
    }

    /** What a dry run of such a script says. */
    Answer rehearse(String text) {
        return run(text, new ScriptPolicy(false, false, true));
    }

    private Answer run(String text, ScriptPolicy policy) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed);
        Console console = new Console(
                writer,
                writer,
                TableFormat.TABLE,
                TerminalProfile.NONE,
                TerminalProfile.NONE,
                System::nanoTime,
                false,
                false);
        ExitStatus status;
        try {
            // a shell of its own: the line before may have been "exit"
            status = new CommandShell(groups, console, "0").run(reader -> Script.parse("line", text, Map.of()), policy);
        } catch (AccrueException | ScriptException e) {
            console.failure(e);
            status = ExitStatus.of(e);
        }
        return new Answer(status, printed.toString());
    }

    /** All that a person could lose: models, snapshots, versions with their hashes. */
    String state() {
        String versionsOfModel =
                versions.headline().isPresent() ? versions.history().toString() : "";
        return models.list() + "\n" + versions.snapshots() + "\n" + versionsOfModel;
    }

    List<CommandRegistration> registrations() {
        return groups.stream().flatMap(group -> group.registrations().stream()).toList();
    }

    @Override
    public void close() {
        session.close();
    }
}
