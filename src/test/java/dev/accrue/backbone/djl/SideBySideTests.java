package dev.accrue.backbone.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.BackboneEngine;
import dev.accrue.backbone.BackboneEngine.Saved;
import dev.accrue.backbone.ForeignBackbone;
import dev.accrue.backbone.TrainingOptions;
import dev.accrue.backbone.View;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.dataset.PictureBatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Networks that were trained apart and are used together: of 160 and 64 features, of four and three depths. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SideBySideTests {
    private static final int SIZE = 16;

    private final BackboneEngine engine = new DjlBackboneEngine();
    private final PicturesInMemory pictures = PicturesInMemory.coloured(32, SIZE, 2, 1);
    private final PictureBatch batch = pictures.batch(0, 7, 30);
    private Backbone first;
    private Backbone second;

    @BeforeAll
    void train() {
        first = train("resnet10", SIZE, 1);
        second = train("resnet20", SIZE, 2);
    }

    @AfterAll
    void close() {
        first.close();
        second.close();
    }

    private Backbone train(String architecture, int size, long seed) {
        PicturesInMemory shown = size == SIZE ? pictures : PicturesInMemory.coloured(8, size, 2, 1);
        return engine.train(TrainingOptions.article(architecture, size, 1, 8, 1e-3f, seed), shown, Progress.NONE)
                .backbone();
    }

    private Backbone join(Backbone... backbones) {
        return engine.join(List.of(backbones).stream()
                .map(each -> new Saved(each.description(), each.weights()))
                .toList());
    }

    private float[] embed(Backbone backbone, String view) {
        return backbone.embed(batch, List.of(View.parse(view))).get(0);
    }

    /** Row by row, the vectors of one network and then those of the other. */
    private float[] beside(String ofFirst, String ofSecond) {
        float[] left = embed(first, ofFirst);
        float[] right = embed(second, ofSecond);
        int rows = batch.count();
        float[] both = new float[left.length + right.length];
        for (int row = 0; row < rows; row++) {
            int start = row * both.length / rows;
            System.arraycopy(left, row * left.length / rows, both, start, left.length / rows);
            System.arraycopy(right, row * right.length / rows, both, start + left.length / rows, right.length / rows);
        }
        return both;
    }

    @Test
    void seesWhatEachOfThemSees() {
        try (Backbone both = join(first, second)) {
            assertThat(both.description().architecture()).isEqualTo("resnet10 + resnet20");
            assertThat(both.description().baseClasses()).isEmpty();
            assertThat(both.description().featureDimension()).isEqualTo(160 + 64);
            // all but the heads: 2 classes of 160 and of 64 features, and a bias each
            assertThat(both.description().parameters())
                    .isEqualTo(first.description().parameters()
                            - 2 * 161
                            + second.description().parameters()
                            - 2 * 65);
            for (String view : List.of("last", "multi", "last mirror=yes", "multi normalize=tukey")) {
                assertThat(embed(both, view)).as(view).isEqualTo(beside(view, view));
            }
            String grids = "multi grids=0,1,2,0,";
            assertThat(embed(both, grids + "0,3,1")).isEqualTo(beside("multi grids=0,1,2,0", "multi grids=0,3,1"));
            assertThat(both.embedAndClassify(batch, List.of(View.LAST)).logits())
                    .as("heads")
                    .isEmpty();
        }
    }

    @Test
    void standardisesForAProjectionByWhatWasMeasuredOfEach() {
        View view = View.parse("multi projection=fourier width=8");
        try (Backbone both = join(first, second);
                Backbone other = join(first, train("resnet20", SIZE, 2))) {
            assertThat(both.embed(batch, List.of(view)).get(0))
                    .hasSize(3 * 8)
                    .isEqualTo(other.embed(batch, List.of(view)).get(0));
        }
    }

    @Test
    void isLoadedAgainAndJoinedFurther() {
        try (Backbone both = join(first, second);
                Backbone again = engine.load(both.description(), both.weights());
                Backbone three = join(both, first)) {
            assertThat(again.weights()).isEqualTo(both.weights());
            assertThat(embed(again, "multi")).isEqualTo(embed(both, "multi"));
            assertThat(three.description().architecture()).isEqualTo("resnet10 + resnet20 + resnet10");
            assertThat(three.dimension(View.LAST)).isEqualTo(2 * 160 + 64);
            assertThat(three.dimension(View.parse("multi")))
                    .isEqualTo(2 * first.dimension(View.parse("multi")) + second.dimension(View.parse("multi")));
        }
    }

    @Test
    void givesOneNetworkWithoutItsClasses() {
        try (Backbone alone = join(first)) {
            assertThat(alone.description().architecture()).isEqualTo("resnet10");
            assertThat(alone.description().sha256())
                    .isNotEqualTo(first.description().sha256());
            assertThat(embed(alone, "multi grids=1,2,3,2")).isEqualTo(embed(first, "multi grids=1,2,3,2"));
        }
    }

    @Test
    void repeatsTheGridsOfNetworksOfOneKind() {
        try (Backbone twice = join(first, train("resnet10", SIZE, 5))) {
            assertThat(twice.dimension(View.parse("multi grids=1,1,1,2")))
                    .isEqualTo(2 * first.dimension(View.parse("multi grids=1,1,1,2")));
        }
    }

    @Test
    void refusesWhatCannotStandTogether() {
        try (Backbone larger = train("resnet10", 32, 1)) {
            assertThatThrownBy(() -> join(first, larger))
                    .isInstanceOfSatisfying(
                            AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                    .hasMessageContaining("16x16")
                    .hasMessageContaining("32x32");
        }
        String foreign = ForeignBackbone.of(ForeignBackbone.Format.ofFile("net.onnx"), Map.of("input", "16"))
                .id();
        Saved elsewhere = new Saved(new BackboneDescription("", foreign, SIZE, 3, List.of(), 0), new byte[0]);
        assertThatThrownBy(() -> engine.join(List.of(elsewhere))).hasMessageContaining(foreign);
    }
}
