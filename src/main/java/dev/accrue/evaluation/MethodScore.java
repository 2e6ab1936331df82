package dev.accrue.evaluation;

import static dev.accrue.common.Messages.text;

import java.util.List;

/**
 * How one classifier did in a comparison. A measure that there is not is NaN: all of them where the classifier cannot be
 * used on the model.
 *
 * @param method name and options
 * @param view text of the view that the features came from
 * @param inUse whether both are the model's own
 * @param all accuracy over all test images, those of classes not learnt included
 * @param old over the images of the base classes
 * @param added over the images of the classes added later
 * @param averageIncremental see {@link AccuracyMatrix#averageIncremental}
 * @param forgetting see {@link AccuracyMatrix#forgetting}
 * @param calibrationError see {@link Evaluation#calibrationError}
 * @param fitSeconds to take in all classes and derive the classifier once, without reading the store
 * @param scoreSeconds to score all test images once
 * @param remarks why it cannot be used, or what it did about hard statistics
 */
public record MethodScore(
        String method,
        String view,
        boolean inUse,
        double all,
        double old,
        double added,
        double averageIncremental,
        double forgetting,
        double calibrationError,
        double fitSeconds,
        double scoreSeconds,
        List<String> remarks) {
    public MethodScore {
        remarks = List.copyOf(remarks);
    }

    static MethodScore refused(String method, String view, boolean inUse, String reason) {
        double none = Double.NaN;
        return new MethodScore(
                method,
                view,
                inUse,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                List.of(text("evaluation.cannotBeUsed", reason)));
    }
}
