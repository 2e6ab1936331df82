package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Textbook formulas, written as naively as they come, and seeded vectors to try them on. */
final class Oracle {
    private Oracle() {}

    /** Correlated vectors {@code [n x d]} around a mean of the given size: each feature shares noise with the one before. */
    static float[] vectors(long seed, int n, int d, double mean, double sd) {
        Random random = new Random(seed);
        double[] centre = random.doubles(d).map(u -> mean * (0.9 + 0.2 * u)).toArray();
        float[] features = new float[n * d];
        for (int i = 0; i < n; i++) {
            double before = 0;
            for (int j = 0; j < d; j++) {
                double noise = random.nextGaussian();
                features[i * d + j] = (float) (centre[j] + sd * (noise + 0.5 * before));
                before = noise;
            }
        }
        return features;
    }

    /** First pass the mean, second pass the scatter. */
    static ClassStatistics twoPass(float[] features, int d) {
        int n = features.length / d;
        double[] mean = new double[d];
        for (int j = 0; j < d; j++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += (double) features[i * d + j] - features[j];
            }
            mean[j] = features[j] + sum / n;
        }
        double[] scatter = new double[d * (d + 1) / 2];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                for (int r = 0; r < n; r++) {
                    scatter[i * (i + 1) / 2 + j] += (features[r * d + i] - mean[i]) * (features[r * d + j] - mean[j]);
                }
            }
        }
        return new ClassStatistics(n, mean, scatter);
    }

    /** Statistics of the vectors as an accumulator gives them. */
    static ClassStatistics accumulated(float[] features, int d) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(d);
        accumulator.add(features, features.length / d);
        return accumulator.statistics();
    }

    /** The lower triangle of A^T A, packed by rows, in decimal arithmetic without any rounding before the end. */
    static double[] exactProducts(double[] rows, int d) {
        double[] packed = new double[d * (d + 1) / 2];
        for (int i = 0, p = 0; i < d; i++) {
            for (int j = 0; j <= i; j++, p++) {
                BigDecimal sum = BigDecimal.ZERO;
                for (int r = 0; r < rows.length; r += d) {
                    sum = sum.add(new BigDecimal(rows[r + i]).multiply(new BigDecimal(rows[r + j])));
                }
                packed[p] = sum.doubleValue();
            }
        }
        return packed;
    }

    /** The published scores {@code [n x C]} with the covariance updated class by class and an explicit inverse. */
    static double[] published(List<ClassStatistics> classes, float[] features) {
        int d = classes.get(0).dimension();
        double[][] sigma = new double[d][d];
        for (int c = 0; c < classes.size(); c++) {
            ClassStatistics added = classes.get(c);
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    sigma[i][j] = sigma[i][j] * c / (c + 1) + covariance(added, i, j) / (c + 1);
                }
            }
        }
        for (int i = 0; i < d; i++) {
            sigma[i][i] += 1e-6;
        }
        double[][] precision = inverse(sigma);
        int n = features.length / d;
        double[] scores = new double[n * classes.size()];
        for (int c = 0; c < classes.size(); c++) {
            double[] m = classes.get(c).mean();
            double[] a = new double[d];
            double b = 0;
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    a[i] += m[j] * precision[j][i];
                }
                b += a[i] * m[i] / 2;
            }
            for (int r = 0; r < n; r++) {
                double score = 0;
                for (int i = 0; i < d; i++) {
                    score += a[i] * features[r * d + i];
                }
                scores[r * classes.size() + c] =
                        score - b + Math.log((double) classes.get(c).count());
            }
        }
        return scores;
    }

    /** Sum of weight_c S_c {@code [d x d]}. */
    static double[][] weighted(List<ClassStatistics> classes, ToDoubleFunction<ClassStatistics> weight) {
        int d = classes.get(0).dimension();
        double[][] sum = new double[d][d];
        for (ClassStatistics c : classes) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    sum[i][j] += weight.applyAsDouble(c) * covariance(c, i, j) * c.count();
                }
            }
        }
        return sum;
    }

    /** The textbook's linear scores {@code [n x C]}: z P m - m P m / 2 + log prior, with an explicit inverse P. */
    static double[] linear(
            List<ClassStatistics> classes,
            double[][] sigma,
            ToDoubleFunction<ClassStatistics> logPrior,
            float[] features) {
        double[][] precision = inverse(sigma);
        int d = sigma.length;
        double[] scores = new double[features.length / d * classes.size()];
        for (int p = 0; p < scores.length; p++) {
            ClassStatistics c = classes.get(p % classes.size());
            double[] z = new double[d];
            for (int k = 0; k < d; k++) {
                z[k] = features[p / classes.size() * d + k];
            }
            scores[p] =
                    form(z, precision, c.mean()) - form(c.mean(), precision, c.mean()) / 2 + logPrior.applyAsDouble(c);
        }
        return scores;
    }

    /** (z - m) Sigma^-1 (z - m), with an explicit inverse. */
    static double squaredDistance(float[] features, int row, double[] mean, double[][] sigma) {
        double[] difference = new double[mean.length];
        for (int k = 0; k < mean.length; k++) {
            difference[k] = features[row * mean.length + k] - mean[k];
        }
        return form(difference, inverse(sigma), difference);
    }

    /** a M b. */
    private static double form(double[] a, double[][] matrix, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                sum += a[i] * matrix[i][j] * b[j];
            }
        }
        return sum;
    }

    /** By cofactors of the first row; for a few dimensions. */
    static double determinant(double[][] matrix) {
        int d = matrix.length;
        if (d == 1) {
            return matrix[0][0];
        }
        double sum = 0;
        for (int k = 0; k < d; k++) {
            double[][] minor = new double[d - 1][d - 1];
            for (int i = 1; i < d; i++) {
                for (int j = 0; j < d - 1; j++) {
                    minor[i - 1][j] = matrix[i][j < k ? j : j + 1];
                }
            }
            sum += (k % 2 == 0 ? 1 : -1) * matrix[0][k] * determinant(minor);
        }
        return sum;
    }

    static double trace(double[][] matrix) {
        return IntStream.range(0, matrix.length).mapToDouble(i -> matrix[i][i]).sum();
    }

    /** What is left of the scores when the one of the first class is taken from each row: all that decides. */
    static double[] differences(double[] scores, int classes) {
        double[] differences = new double[scores.length];
        Arrays.setAll(differences, p -> scores[p] - scores[p - p % classes]);
        return differences;
    }

    static void assertNear(double[] actual, double[] expected, double relative) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int p = 0; p < expected.length; p++) {
            assertThat(actual[p])
                    .as("number %d", p)
                    .isCloseTo(expected[p], within(relative * (1 + Math.abs(expected[p]))));
        }
    }

    static List<ClassStatistics> classes(long seed, int count, int n, int d, double mean, double sd) {
        List<ClassStatistics> classes = new ArrayList<>();
        for (int c = 0; c < count; c++) {
            classes.add(twoPass(vectors(seed * 1000 + c, n + c, d, mean, sd), d));
        }
        return classes;
    }

    /** Means are compared relative to their own size and the spread, scatters relative to sqrt(S_ii S_jj). */
    static void assertClose(ClassStatistics actual, ClassStatistics expected, double relative) {
        assertThat(actual.count()).isEqualTo(expected.count());
        int d = expected.dimension();
        for (int i = 0; i < d; i++) {
            double size = Math.abs(expected.mean()[i]) + Math.sqrt(covariance(expected, i, i));
            assertThat(actual.mean()[i]).as("mean %d", i).isCloseTo(expected.mean()[i], within(relative * size));
            for (int j = 0; j <= i; j++) {
                double scale = expected.count()
                        * Math.sqrt(covariance(expected, i, i))
                        * Math.sqrt(covariance(expected, j, j));
                assertThat(actual.scatter()[i * (i + 1) / 2 + j])
                        .as("scatter %d, %d", i, j)
                        .isCloseTo(expected.scatter()[i * (i + 1) / 2 + j], within(relative * scale));
            }
        }
    }

    private static double covariance(ClassStatistics c, int i, int j) {
        int row = Math.max(i, j);
        return c.scatter()[row * (row + 1) / 2 + Math.min(i, j)] / c.count();
    }

    /** Gauss-Jordan with partial pivoting. */
    static double[][] inverse(double[][] matrix) {
        int d = matrix.length;
        double[][] work = new double[d][2 * d];
        for (int i = 0; i < d; i++) {
            System.arraycopy(matrix[i], 0, work[i], 0, d);
            work[i][d + i] = 1;
        }
        for (int k = 0; k < d; k++) {
            int pivot = k;
            for (int i = k; i < d; i++) {
                if (Math.abs(work[i][k]) > Math.abs(work[pivot][k])) {
                    pivot = i;
                }
            }
            double[] row = work[pivot];
            work[pivot] = work[k];
            work[k] = row;
            double scale = row[k];
            for (int j = 0; j < 2 * d; j++) {
                row[j] /= scale;
            }
            for (int i = 0; i < d; i++) {
                double factor = work[i][k];
                for (int j = 0; i != k && j < 2 * d; j++) {
                    work[i][j] -= factor * row[j];
                }
            }
        }
        double[][] inverse = new double[d][d];
        for (int i = 0; i < d; i++) {
            System.arraycopy(work[i], d, inverse[i], 0, d);
        }
        return inverse;
    }
}
