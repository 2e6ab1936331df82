package dev.accrue.evaluation;

import dev.accrue.learner.LearntModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How well a version tells the test images apart. "All" means every test image of the data set, those of classes that
 * the model does not know yet included: with half the classes learnt it can be at most one half, as in published
 * class-incremental figures. "Seen" means the images of learnt classes.
 *
 * @param model what was evaluated
 * @param data the data set
 * @param confusion of the model, all test images
 * @param softmax of the backbone's own head, which knows the base classes only; empty if there is none
 * @param calibrationError expected calibration error over the images of learnt classes: how far the posterior of the
 *     best class and the accuracy are apart, in the mean over 15 bins (Guo et al., "On Calibration of Modern Neural
 *     Networks", ICML 2017)
 * @param skipped what was wrong with each picture left out
 */
public record Evaluation(
        LearntModel model,
        String data,
        ConfusionMatrix confusion,
        Optional<ConfusionMatrix> softmax,
        double calibrationError,
        List<String> skipped,
        Duration duration) {

    public double all() {
        return confusion.accuracy();
    }

    /** Over the images of the classes the model knows. */
    public double seen() {
        return confusion.accuracy(model.classes());
    }

    /** Over the images of the base classes. */
    public double old() {
        return confusion.accuracy(model.oldClasses());
    }

    /** Over the images of the classes added later; NaN when there are none. */
    public double added() {
        return confusion.accuracy(model.newClasses());
    }

    /** What the classifier did about hard statistics: how much it shrank, what it had to add. */
    public List<String> notes() {
        return model.classifier().notes();
    }

    /** Classes of the test images that the model does not know. */
    public List<String> unseenClasses() {
        List<String> unseen = new ArrayList<>(confusion.trueClasses());
        unseen.removeAll(model.classes());
        return unseen;
    }
}
