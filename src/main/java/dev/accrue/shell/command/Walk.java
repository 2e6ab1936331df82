package dev.accrue.shell.command;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.learner.Care;
import dev.accrue.learner.Models;
import dev.accrue.learner.Models.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Commands one after the other in a model of their own, so that nothing of the person's is touched. */
final class Walk {
    private final Models models;
    private final Care care;

    Walk(Models models, Care care) {
        this.models = models;
        this.care = care;
    }

    /**
     * @param explanation said before the command, or empty
     * @param command a line
     */
    record Step(String explanation, String command) {}

    /**
     * @param model that the steps were run in; it stays
     * @param before the model worked on before and now again
     * @param finished whether the person saw it to its end
     */
    record Outcome(String model, String before, boolean finished) {}

    /**
     * Makes a model, runs the steps in it and goes back to the model of before, whatever happens.
     *
     * @param name the model's, or its beginning where there is one of that name
     * @param waits whether the person is asked before each step
     * @throws AccrueException CONFLICT where the steps would replace what an unfinished training left, and what the
     *     steps throw
     */
    Outcome take(String name, List<Step> steps, boolean waits, Stage stage) {
        Optional<Path> unfinished = care.unfinishedTraining();
        if (unfinished.isPresent()) {
            throw new AccrueException(Category.CONFLICT, text("walk.unfinishedTraining", unfinished.get()));
        }
        String before = models.list().stream()
                .filter(Model::current)
                .map(Model::name)
                .findFirst()
                .orElseThrow();
        String model = models.create(free(name), Optional.empty()).name();
        try {
            return new Outcome(model, before, steps.stream().allMatch(step -> taken(step, waits, stage)));
        } catch (AccrueException e) {
            throw e.category() == Category.CANCELLED
                    ? new AccrueException(Category.CANCELLED, text("walk.cancelled", before, model), e)
                    : e;
        } finally {
            care.dropUnfinishedTraining(); // there was none before, and nobody goes on with one of these
            models.use(before);
        }
    }

    private static boolean taken(Step step, boolean waits, Stage stage) {
        if (!step.explanation().isEmpty()) {
            stage.print(Reply.note("", step.explanation(), ""));
        }
        stage.print(Reply.note("accrue> " + step.command()));
        if (waits && !stage.goOn(text("walk.enter"))) {
            return false;
        }
        stage.execute(step.command());
        return true;
    }

    private String free(String name) {
        List<String> taken = models.names();
        return Stream.iterate(1, number -> number + 1)
                .map(number -> number == 1 ? name : name + "-" + number)
                .filter(candidate -> !taken.contains(candidate))
                .findFirst()
                .orElseThrow();
    }
}
