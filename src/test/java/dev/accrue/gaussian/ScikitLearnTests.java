package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Against scikit-learn, through {@code oracle/expected.csv}, which {@code oracle/oracle.py} wrote. */
class ScikitLearnTests {

    private static final int D = 5;
    private static final int C = 3;

    private final Map<String, double[]> expected = read();
    private final List<ClassStatistics> classes = classes();
    private final double images =
            classes.stream().mapToLong(ClassStatistics::count).sum();

    /** scikit-learn divides the scatter by n where lda divides it by n - C, and its prior is n_c / n. */
    @Test
    void ldaGivesItsScores() {
        double[] scores = scores("lda shrinkage=none");
        assertLinear(scores, expected("lda"), (images - C) / images);
        // its 0.8 Sigma + 0.2 tr(Sigma)/d I is 0.8 times our Sigma + 0.25 tr(Sigma)/d I
        assertLinear(
                scores("lda shrinkage=fixed epsilon=0.25"), expected("lda shrinkage 0.2"), (images - C) / images * 0.8);
    }

    /** slda divides by n as well; its prior is uniform. */
    @Test
    void sldaWithoutTheIdentityGivesItsPosteriors() {
        double[] scores = scores("slda epsilon=0");
        for (int p = 0; p < scores.length; p++) {
            scores[p] += Math.log((double) classes.get(p % C).count());
        }
        assertThat(Classifier.posterior(scores, scores.length / C, C))
                .usingComparatorWithPrecision(1e-11)
                .containsExactly(expected("lda posterior"));
    }

    /**
     * scikit-learn leaves the 2/d of the article's formula out, which is for many features: with q = tr(S^2), t =
     * tr(S) and n images its rho is (q + t^2) / [(n + 1)(q - t^2 / d)].
     */
    @Test
    void oasIsItsShrinkageButForATermThatVanishesWithManyFeatures() {
        double theirs = expected("oas")[0];
        double square = Math.pow(expected("oas trace")[0], 2);
        double squares = expected("oas squares")[0];
        double n = images - C;
        double factor = ((1 - 2.0 / D) * squares + square) / (squares + square) * (n + 1) / (n + 1 - 2.0 / D);
        assertThat(shrinkage("lda", classes)).isCloseTo(theirs * factor, within(1e-12));
        // the scores with its own: Sigma + rho / (1 - rho) tr(Sigma)/d I is 1 / (1 - rho) times its covariance
        assertLinear(scores("lda shrinkage=fixed epsilon=" + theirs / (1 - theirs)), expected("lda oas"), 1 - theirs);
    }

    /** What is to be expected of it given the second moments, of 4,000 Gaussian vectors. */
    @Test
    void rblwIsNearTheShrinkageOfLedoitAndWolf() {
        ClassStatistics many =
                new ClassStatistics((long) expected("many count")[0], new double[8], expected("many scatter"));
        double theirs = expected("many ledoit-wolf")[0];
        assertThat(shrinkage("lda shrinkage=rblw", List.of(many))).isCloseTo(theirs, within(0.05 * theirs));
    }

    /** It divides by n_c, where we divide by n_c - 1, and takes (1 - r) Sigma_c + r I. */
    @Test
    void qdaGivesItsScores() {
        for (double r : new double[] {0, 0.1}) {
            List<ClassStatistics> scaled = classes.stream()
                    .map(c -> {
                        double factor = (1 - r) * (c.count() - 1) / c.count();
                        return new ClassStatistics(
                                c.count(),
                                c.mean(),
                                Arrays.stream(c.scatter()).map(s -> s * factor).toArray());
                    })
                    .toList();
            double meanVariance = Oracle.trace(Oracle.weighted(scaled, c -> 1 / (images - C))) / D;
            double[] scores = Method.parse("qda alpha=0 epsilon=" + r / meanVariance)
                    .classifier(scaled)
                    .scores(probes(), 8);
            double[] theirs = expected("qda " + r);
            for (int p = 0; p < theirs.length; p++) {
                theirs[p] += Math.log(images);
            }
            Oracle.assertNear(scores, theirs, 1e-10);
        }
    }

    @Test
    void ncmComparesTheDistancesToItsCentroids() {
        double[] squares = expected("centroid squares");
        double[] halves = Arrays.stream(squares).map(s -> -s / 2).toArray();
        Oracle.assertNear(Oracle.differences(scores("ncm"), C), Oracle.differences(halves, C), 1e-12);
    }

    /** Its alpha is lambda times the mean over the features of the sum of squares; RidgeClassifier's targets are 1 and -1. */
    @Test
    void ridgeGivesItsRegressions() {
        for (String lambda : List.of("0.001", "0.1", "10.0")) {
            Oracle.assertNear(scores("ridge lambda=" + lambda), expected("ridge " + lambda), 1e-11);
        }
        double[] twice =
                Arrays.stream(scores("ridge lambda=0.1")).map(s -> 2 * s - 1).toArray();
        Oracle.assertNear(twice, expected("ridge classifier 0.1"), 1e-11);
    }

    /** Not scikit-learn, which leaves images out one by one, but the singular values of the vectors. */
    @Test
    void ridgeChoosesTheLambdaThatSingularValuesChoose() {
        assertThat(shrinkage("ridge", classes)).isEqualTo(expected("gcv lambda")[0]);
    }

    @Test
    void calibrationErrorIsThatOfANaiveLoop() {
        int[] truth = Arrays.stream(expected("truth")).mapToInt(v -> (int) v).toArray();
        assertThat(Calibration.expectedCalibrationError(expected("posterior"), truth, truth.length, 4, 15))
                .isCloseTo(expected("ece")[0], within(1e-14));
    }

    /** @param factor of the part of the scores that is not their prior */
    private void assertLinear(double[] scores, double[] theirs, double factor) {
        double[] ours = scores.clone();
        for (int p = 0; p < ours.length; p++) {
            double prior = Math.log((double) classes.get(p % C).count());
            ours[p] = (ours[p] - prior) / factor + prior - Math.log(images);
        }
        Oracle.assertNear(ours, theirs, 1e-10);
    }

    private static double shrinkage(String method, List<ClassStatistics> classes) {
        return Method.parse(method).classifier(classes).parameters()[3];
    }

    private double[] scores(String method) {
        return Method.parse(method).classifier(classes).scores(probes(), 8);
    }

    private float[] probes() {
        return floats(expected("probes"));
    }

    private List<ClassStatistics> classes() {
        double[] features = expected("features");
        double[] labels = expected("labels");
        return IntStream.range(0, C)
                .mapToObj(c -> floats(IntStream.range(0, features.length)
                        .filter(p -> labels[p / D] == c)
                        .mapToDouble(p -> features[p])
                        .toArray()))
                .map(own -> Oracle.accumulated(own, D))
                .toList();
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int p = 0; p < values.length; p++) {
            floats[p] = (float) values[p];
        }
        return floats;
    }

    private double[] expected(String name) {
        double[] values = expected.get(name);
        assertThat(values).as(name).isNotNull();
        return values.clone();
    }

    private static Map<String, double[]> read() {
        Map<String, double[]> expected = new HashMap<>();
        try (InputStream in = ScikitLearnTests.class.getResourceAsStream("/oracle/expected.csv")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] words = line.split(",", -1);
                expected.put(
                        words[0],
                        Stream.of(words)
                                .skip(1)
                                .mapToDouble(Double::parseDouble)
                                .toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return expected;
    }
}
