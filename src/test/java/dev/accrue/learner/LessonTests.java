package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.View;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.Picture;
import dev.accrue.dataset.PictureBatch;
import dev.accrue.dataset.PictureSource;
import dev.accrue.dataset.Preparation;
import dev.accrue.dataset.PreparedPictures;
import dev.accrue.dataset.SelectedImages;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.StatisticsAccumulator;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClasses;
import dev.accrue.store.NewPooledClass;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a pass over pictures of several classes learns of each. */
class LessonTests {
    private static final List<View> VIEWS = List.of(View.LAST, View.parse("multi"));
    private static final int SIDE = 8;
    private static final int HOLD_OUT = 2;

    private final Backbone backbone = new QuadrantEngine()
            .load(new BackboneDescription("", "quadrants", SIDE, QuadrantEngine.DIMENSION, List.of(), 0), new byte[0]);

    /** Noise that follows from the picture's number; of the labels given, and without contents where it is bad. */
    private record Noise(List<String> classes, int[] labels, List<Integer> bad) implements PictureSource {

        static ImageSet of(int[] labels, Integer... bad) {
            return SelectedImages.all(new Noise(List.of("ant", "bee", "cow"), labels, List.of(bad)));
        }

        @Override
        public int size() {
            return labels.length;
        }

        @Override
        public int label(int index) {
            return labels[index];
        }

        @Override
        public String name(int index) {
            return "picture " + index;
        }

        @Override
        public byte[] content(int index) throws IOException {
            if (bad.contains(index)) {
                throw new IOException("torn");
            }
            byte[] rgb = new byte[SIDE * SIDE * 3];
            new Random(index).nextBytes(rgb);
            return rgb;
        }

        @Override
        public Picture picture(int index, byte[] rgb) {
            return new Picture(SIDE, SIDE, rgb);
        }
    }

    private record Heard(int view, int label, ClassLearner.Learnt learnt) {}

    private List<Heard> learn(ImageSet images, boolean skipBad, Progress progress) {
        List<Heard> heard = new ArrayList<>();
        Lesson.learn(
                backbone,
                VIEWS,
                Preparation.prepare(images, SIDE, skipBad),
                HOLD_OUT,
                (view, label, learnt) -> heard.add(new Heard(view, label, learnt)),
                progress);
        return heard;
    }

    /** Labels of 130 ants, 300 bees and 4 cows, as if drawn from a hat. */
    private static int[] mixed(long seed) {
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < 434; i++) {
            labels.add(i < 130 ? 0 : i < 430 ? 1 : 2);
        }
        Collections.shuffle(labels, new Random(seed));
        return labels.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void keepsOfAClassInAViewThatPoolsItsShareOfTheSumAndNotItsScatter() throws InterruptedException {
        int d = 500;
        LearntClasses classes =
                LearntClasses.first(List.of(new ModelView.Plan("last", d, true)), List.of("ant", "bee"), "somewhere");
        WeakReference<double[]> scatter = learnt(classes, d);
        for (int i = 0; i < 100 && scatter.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(scatter.get()).isNull();
        NewClasses finished = classes.finish();
        assertThat(finished.scatterOf("last").orElseThrow().sum().count()).isEqualTo(3);
        assertThat(((NewPooledClass) finished.classes().get(0)).heldOut().get()).isPresent();
    }

    private static WeakReference<double[]> learnt(LearntClasses classes, int d) {
        ClassStatistics statistics = new ClassStatistics(3, new double[d], new double[ClassStatistics.packedLength(d)]);
        classes.learnt(0, 0, new ClassLearner.Learnt(4, () -> statistics, Optional.of(new HeldOut(1, new float[d]))));
        return new WeakReference<>(statistics.scatter());
    }

    /** The vectors of one class in the order of its pictures, as the backbone gives them for the mixed pictures. */
    private List<float[]> vectors(ImageSet images, int view, int label) {
        List<float[]> vectors = new ArrayList<>();
        PreparedPictures pictures = Preparation.prepare(images, SIDE, false);
        int d = backbone.dimension(VIEWS.get(view));
        try (PreparedPictures.Batches batches = pictures.batches(50)) {
            for (PictureBatch batch = batches.next(); batch != null; batch = batches.next()) {
                float[] features = backbone.embed(batch, VIEWS).get(view);
                for (int row = 0; row < batch.count(); row++) {
                    if (batch.labels()[row] == label) {
                        float[] vector = new float[d];
                        System.arraycopy(features, row * d, vector, 0, d);
                        vectors.add(vector);
                    }
                }
            }
        }
        return vectors;
    }

    @Test
    void learnsOfEachClassWhatItsPicturesGiveHoweverTheyAreMixed() {
        ImageSet images = Noise.of(mixed(1));
        List<Heard> heard = learn(images, false, Progress.NONE);
        assertThat(heard).extracting(Heard::label).containsExactly(0, 0, 1, 1, 2, 2);
        assertThat(heard).extracting(Heard::view).containsExactly(0, 1, 0, 1, 0, 1);
        for (Heard each : heard) {
            List<float[]> vectors = vectors(images, each.view(), each.label());
            int d = vectors.get(0).length;
            StatisticsAccumulator own = new StatisticsAccumulator(d);
            List<Float> held = new ArrayList<>();
            for (int i = 0; i < vectors.size(); i++) {
                if ((i + 1) % 50 == 0 && held.size() < HOLD_OUT * d) { // the 50th, the 100th
                    for (float value : vectors.get(i)) {
                        held.add(value);
                    }
                } else {
                    own.add(vectors.get(i), 1);
                }
            }
            assertThat(each.learnt().images()).isEqualTo(vectors.size());
            assertThat(each.learnt().statistics().get())
                    .usingRecursiveComparison()
                    .isEqualTo(own.statistics());
            assertThat(each.learnt().heldOut().map(HeldOut::features).orElse(new float[0]))
                    .isEqualTo(floats(held));
        }
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        IntStream.range(0, floats.length).forEach(i -> floats[i] = values.get(i));
        return floats;
    }

    @Test
    void givesAClassOfFewPicturesAsItsRowsUntilItIsAskedFor() {
        Heard cow = learn(Noise.of(mixed(1)), false, Progress.NONE).get(5);
        assertThat(cow.learnt().statistics().get().factor()).isPresent();
        assertThat(cow.learnt().statistics().get().scatter())
                .isNotSameAs(cow.learnt().statistics().get().scatter());
    }

    @Test
    void countsAllPicturesAndLeavesOutThoseThatAreBad() {
        int[] labels = mixed(2);
        List<Long> done = new ArrayList<>();
        List<Heard> heard = learn(Noise.of(labels, 3, 200, 433), true, step -> done.add(step.done()));
        assertThat(heard.stream()
                        .filter(each -> each.view() == 0)
                        .mapToLong(each -> each.learnt().images())
                        .sum())
                .isEqualTo(431);
        assertThat(done).isSorted().startsWith(0L).endsWith(434L);
    }

    @Test
    void namesAllBadPicturesWhereNobodyAsksToSkipThem() {
        assertThatThrownBy(() -> learn(Noise.of(mixed(3), 3, 200, 433), false, Progress.NONE))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                .hasMessageContainingAll("3 of 434", "picture 3 ", "picture 200 ", "picture 433 ");
    }

    @Test
    void cannotLearnAClassOfWhichNoPictureIsLeft() {
        for (int[] labels : List.of(new int[] {0, 2, 2, 0}, new int[] {0, 0, 1, 1}, new int[] {2, 1, 1})) {
            assertThatThrownBy(() -> learn(Noise.of(labels), false, Progress.NONE))
                    .isInstanceOfSatisfying(
                            AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA));
        }
        assertThatThrownBy(() -> learn(Noise.of(new int[] {0, 1, 2, 1}, 1, 3), true, Progress.NONE))
                .isInstanceOf(AccrueException.class);
    }
}
