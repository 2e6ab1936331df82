package dev.accrue.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.evaluation.CompareMethods;
import dev.accrue.evaluation.Evaluate;
import dev.accrue.learner.AddClasses;
import dev.accrue.learner.ChangeClasses;
import dev.accrue.learner.Classifiers;
import dev.accrue.learner.Embedding;
import dev.accrue.learner.ModelSession;
import dev.accrue.learner.Models;
import dev.accrue.learner.Predict;
import dev.accrue.learner.QuadrantEngine;
import dev.accrue.learner.TrainBase;
import dev.accrue.learner.UseBackbone;
import dev.accrue.learner.Versions;
import dev.accrue.output.TableFormat;
import dev.accrue.output.terminal.TerminalProfile;
import dev.accrue.shell.CommandShell;
import dev.accrue.shell.Console;
import dev.accrue.shell.ExitStatus;
import dev.accrue.store.h2.H2ModelStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.shell.CompletionContext;
import org.springframework.shell.CompletionProposal;
import org.springframework.shell.command.CommandOption;
import org.springframework.shell.command.CommandRegistration;

/** What a person types and reads about classifiers. */
class ClassifierCommandsTests {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private ModelSession session;
    private ClassifierCommands commands;
    private CommandShell shell;

    @BeforeEach
    void trainAModel() {
        DatasetCatalog catalog = new DatasetCatalog(Map.of(), folder);
        session = new ModelSession(
                () -> H2ModelStore.open(folder.resolve("store"), Clock.systemUTC()),
                other -> H2ModelStore.openReadOnly(other, Clock.systemUTC()),
                new QuadrantEngine(),
                catalog,
                Clock.systemUTC(),
                System::nanoTime);
        Embedding embedding = new Embedding(session);
        commands = new ClassifierCommands(
                new Classifiers(session), new CompareMethods(session, embedding, System::nanoTime), catalog);
        shell = new CommandShell(
                List.of(
                        commands,
                        new EvaluationCommands(
                                new Evaluate(session, embedding, System::nanoTime), new Predict(session), catalog),
                        new BeginCommands(
                                new TrainBase(session),
                                new UseBackbone(session),
                                new Versions(session),
                                new Models(session),
                                catalog),
                        new LearningCommands(
                                new AddClasses(session), new ChangeClasses(session), new Versions(session), catalog)),
                new Console(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        TableFormat.TABLE,
                        TerminalProfile.NONE,
                        TerminalProfile.NONE,
                        System::nanoTime,
                        false,
                        false),
                "test");
        succeeds(
                "train-base",
                "--data",
                "shapes",
                "--classes",
                "0-1",
                "--limit",
                "30",
                "--features",
                "last",
                "--mirror",
                "no",
                "--method",
                "article");
        succeeds("add-class", "cross", "--limit", "30");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private String run(ExitStatus status, String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        assertThat(shell.run(List.of(words))).describedAs(err.toString()).isEqualTo(status);
        return status == ExitStatus.DONE ? out + "\n" + err : err.toString();
    }

    private String succeeds(String... words) {
        return run(ExitStatus.DONE, words);
    }

    private CommandRegistration command(String name) {
        return commands.registrations().stream()
                .filter(each -> each.getCommand().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> completion(String command, String option) {
        CommandRegistration registration = command(command);
        CommandOption found = registration.getOptions().stream()
                .filter(each -> each.getLongNames()[0].equals(option))
                .findFirst()
                .orElseThrow();
        return found.getCompletion().apply(new CompletionContext(List.of(), 0, 0, registration, found)).stream()
                .map(CompletionProposal::value)
                .toList();
    }

    @Test
    void changesTheClassifier() {
        assertThat(succeeds("use", "classifier", "lda", "--shrinkage", "oas", "--prior", "uniform"))
                .contains("classifier lda (")
                .contains("shrinkage oas")
                .contains("prior uniform")
                .contains("instead of article: version 2 -> 3")
                .contains("undo");
        assertThat(succeeds("use", "classifier", "lda", "--shrinkage", "oas", "--prior", "uniform"))
                .contains("already")
                .contains("nothing was changed");
        assertThat(succeeds("use", "classifier", "lda", "shrinkage=oas", "prior=uniform"))
                .contains("already");
        assertThat(succeeds("use", "classifier", "lda prior=uniform", "--shrinkage", "oas"))
                .contains("already");
        assertThat(succeeds("classifiers"))
                .containsPattern("(?m)^lda +yes ")
                .containsPattern("(?m)^lda +prior +counts\\|uniform +counts +uniform ");
    }

    @Test
    void namesTheOptionsThatBelongToAClassifier() {
        assertThat(run(ExitStatus.USAGE, "use", "classifier", "ncm", "--shrinkage", "oas"))
                .contains("shrinkage")
                .contains("metric");
        assertThat(run(ExitStatus.USAGE, "use", "classifier", "lda", "ncm")).contains("\"ncm\" is no option");
        assertThat(run(ExitStatus.USAGE, "use", "classifier", "lda", "prior=counts", "--prior", "uniform"))
                .contains("prior stands twice");
        assertThat(run(ExitStatus.USAGE, "use", "classifier", "svm"))
                .contains("\"svm\"")
                .contains("fecam");
        assertThat(run(ExitStatus.USAGE, "use", "classifier")).contains("NAME... is missing");
    }

    @Test
    void knowsTheOptionsForHelpAndCompletion() {
        assertThat(succeeds("help", "use", "classifier"))
                .contains("--shrinkage VALUE")
                .contains("--metric VALUE")
                .contains("oas|rblw|fixed|none");
        assertThat(completion("use classifier", "name")).contains("article", "lda", "ncm", "qda", "fecam", "slda");
        assertThat(completion("use classifier", "metric")).containsExactly("euclidean", "cosine");
        assertThat(completion("use classifier", "shrinkage")).contains("none", "oas");
        assertThat(completion("use classifier", "epsilon")).isEmpty();
        assertThat(completion("compare", "name")).contains("article", "lda");
    }

    @Test
    void listsWhatThereIs() {
        assertThat(succeeds("classifiers"))
                .containsPattern("article +yes ")
                .containsPattern("(?m)^ncm +metric +euclidean\\|cosine +euclidean ");
    }

    @Test
    void comparesAllOrThoseNamed() {
        assertThat(succeeds("compare", "--limit", "20"))
                .contains("classifiers of version 2 on 200 test images of shapes")
                .contains("average incremental")
                .containsPattern("(?m)^article +last +yes ")
                .containsPattern("(?m)^fecam ")
                .contains("3 classes in 2 increments");
        String two = succeeds("compare", "ncm", "lda", "shrinkage=rblw", "--limit", "20", "--no-increments");
        assertThat(two)
                .containsPattern("(?m)^ncm ")
                .containsPattern("(?m)^lda shrinkage=rblw ")
                .doesNotContain("qda");
        assertThat(succeeds("compare", "lda shrinkage=oas prior=uniform", "--limit", "20"))
                .contains("prior=uniform");
        assertThat(run(ExitStatus.USAGE, "compare", "shrinkage=oas")).contains("shrinkage=oas");
    }

    @Test
    void showsCalibrationWhenItEvaluates() {
        assertThat(succeeds("evaluate", "--limit", "20")).containsPattern("(?m)^expected calibration error +0\\.");
        succeeds("use", "classifier", "lda", "--shrinkage", "oas");
        assertThat(succeeds("evaluate", "--limit", "20")).contains("classifier: shrinkage oas");
    }
}
