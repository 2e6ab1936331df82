package dev.accrue.evaluation;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.learner.EmbeddedImages;
import dev.accrue.learner.Embedding;
import dev.accrue.learner.ImageChoice;
import java.util.Collections;
import java.util.List;

/** Test images that say something about a model. */
final class TestImages {
    private TestImages() {}

    /**
     * @param version number of the model's version
     * @param view id of the view it sees them through
     * @param classes that the model knows
     * @throws AccrueException BAD_DATA when there is no test image, CONFLICT when none is of a class the model knows
     */
    static EmbeddedImages of(
            Embedding embedding,
            ImageChoice choice,
            long version,
            String view,
            List<String> classes,
            Progress progress) {
        EmbeddedImages images = embedding.testImages(choice, version, view, progress);
        if (images.size() == 0) {
            throw new AccrueException(Category.BAD_DATA, text("evaluation.noTestImages", images.data()));
        }
        if (Collections.disjoint(images.classes(), classes)) {
            throw new AccrueException(
                    Category.CONFLICT,
                    text(
                            "evaluation.noTestImageKnown",
                            images.data(),
                            String.join(", ", images.classes()),
                            String.join(", ", classes)));
        }
        return images;
    }
}
