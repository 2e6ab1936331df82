package dev.accrue.gaussian;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;

/**
 * All methods at their defaults once more, from their formulas and in decimal arithmetic of 70 digits: what the scores
 * are, whatever float64 makes of them. Only logarithms, which no cancellation can hurt, are float64.
 */
final class Decimals {

    private static final MathContext DIGITS = new MathContext(70);
    private static final BigDecimal ONE = BigDecimal.ONE;

    private final List<ClassStatistics> classes;
    private final int d;
    private final BigDecimal images;
    private final BigDecimal count;

    Decimals(List<ClassStatistics> classes) {
        this.classes = classes;
        this.d = classes.get(0).dimension();
        this.images = number(classes.stream().mapToLong(ClassStatistics::count).sum());
        this.count = number(classes.size());
    }

    /** Scores less that of the first class {@code [n x C]}. */
    double[] differences(String method, float[] features, double lambda) {
        int n = features.length / d;
        BigDecimal[][] scores = new BigDecimal[classes.size()][];
        for (int c = 0; c < scores.length; c++) {
            scores[c] = method.equals("ridge") ? regressions(c, features, lambda) : distances(method, c, features);
        }
        double[] differences = new double[n * scores.length];
        for (int c = 0; c < scores.length; c++) {
            double offset = offset(method, c) - offset(method, 0);
            for (int i = 0; i < n; i++) {
                differences[i * scores.length + c] =
                        scores[c][i].subtract(scores[0][i]).doubleValue() + offset;
            }
        }
        return differences;
    }

    private double offset(String method, int c) {
        double prior = Math.log((double) classes.get(c).count());
        return switch (method) {
            case "article", "lda", "klda" -> prior;
            case "qda" -> prior - logDeterminant(covariance(method, c)) / 2;
            default -> 0;
        };
    }

    private double logDeterminant(BigDecimal[][] matrix) {
        BigDecimal[][] a = eliminated(matrix, mean(0));
        double sum = 0;
        for (int i = 0; i < d; i++) {
            sum += Math.log(a[i][i].doubleValue());
        }
        return sum;
    }

    /** -|z - m_c|^2 / 2, in the covariance. */
    private BigDecimal[] distances(String method, int c, float[] features) {
        BigDecimal[][] sigma = covariance(method, c);
        return each(features, z -> {
            BigDecimal[] y = minus(z, mean(c));
            return dot(y, solve(sigma, y)).divide(number(-2), DIGITS);
        });
    }

    private interface Score {
        BigDecimal of(BigDecimal[] z);
    }

    private BigDecimal[] each(float[] features, Score score) {
        BigDecimal[] scores = new BigDecimal[features.length / d];
        for (int i = 0; i < scores.length; i++) {
            BigDecimal[] z = new BigDecimal[d];
            for (int k = 0; k < d; k++) {
                z[k] = number(features[i * d + k]);
            }
            scores[i] = score.of(z);
        }
        return scores;
    }

    private BigDecimal[][] covariance(String method, int c) {
        BigDecimal[][] zero = matrix((i, j) -> BigDecimal.ZERO);
        return switch (method) {
            case "article" -> {
                BigDecimal[][] sum = zero;
                for (ClassStatistics each : classes) {
                    sum = plus(
                            sum, scatter(each), ONE.divide(number(each.count()).multiply(count), DIGITS));
                }
                yield plus(sum, identity(), number(1e-6));
            }
            case "lda", "klda" -> {
                BigDecimal[][] pooled = pooled();
                BigDecimal p = number(d);
                BigDecimal free = images.subtract(count);
                BigDecimal share = ONE.subtract(number(2).divide(p, DIGITS));
                BigDecimal square = trace(pooled).pow(2);
                BigDecimal squares = BigDecimal.ZERO;
                for (BigDecimal[] row : pooled) {
                    squares = squares.add(dot(row, row));
                }
                BigDecimal below = free.add(share).multiply(squares.subtract(square.divide(p, DIGITS)));
                BigDecimal above = share.multiply(squares).add(square);
                BigDecimal rho = d > 1 && above.compareTo(below) < 0 ? above.divide(below, DIGITS) : ONE;
                BigDecimal ridge = rho.multiply(trace(pooled)).divide(p, DIGITS);
                yield plus(plus(zero, pooled, ONE.subtract(rho)), identity(), ridge.signum() == 0 ? ONE : ridge);
            }
            case "slda" -> {
                BigDecimal epsilon = number(1e-4);
                BigDecimal[][] pooled =
                        plus(zero, within(), ONE.subtract(epsilon).divide(images, DIGITS));
                yield plus(pooled, identity(), epsilon);
            }
            case "ncm" -> identity();
            case "qda" -> {
                BigDecimal alpha = number(d);
                BigDecimal all = number(classes.get(c).count() - 1).add(alpha);
                BigDecimal[][] sum = plus(scatter(classes.get(c)), pooled(), alpha);
                BigDecimal ridge = number(0.01).multiply(trace(pooled())).divide(number(d), DIGITS);
                BigDecimal[][] sigma = plus(zero, sum, ONE.divide(all, DIGITS));
                yield plus(sigma, identity(), ridge.signum() == 0 ? ONE : ridge);
            }
            case "fecam" -> correlations(scatter(classes.get(c)));
            default -> throw new IllegalArgumentException(method);
        };
    }

    private BigDecimal[][] correlations(BigDecimal[][] scatter) {
        BigDecimal variance = trace(scatter).divide(number(d), DIGITS);
        BigDecimal others = BigDecimal.ZERO;
        for (BigDecimal[] row : scatter) {
            for (BigDecimal value : row) {
                others = others.add(value);
            }
        }
        others = others.subtract(trace(scatter));
        BigDecimal covariance = d == 1 ? others : others.divide(number((long) d * (d - 1)), DIGITS);
        return matrix((i, j) -> {
            BigDecimal sds = scatter[i][i].add(variance).multiply(scatter[j][j].add(variance));
            return i == j || sds.signum() == 0
                    ? number(i == j ? 1 : 0)
                    : scatter[i][j].add(covariance).divide(sds.sqrt(DIGITS), DIGITS);
        });
    }

    /** w_c . (z - mu) + p_c. */
    private BigDecimal[] regressions(int c, float[] features, double lambda) {
        BigDecimal[] mean = new BigDecimal[d];
        Arrays.fill(mean, BigDecimal.ZERO);
        for (int each = 0; each < classes.size(); each++) {
            for (int k = 0; k < d; k++) {
                mean[k] = mean[k].add(mean(each)[k].multiply(share(each)));
            }
        }
        BigDecimal[][] total = plus(matrix((i, j) -> BigDecimal.ZERO), within(), ONE.divide(images, DIGITS));
        for (int each = 0; each < classes.size(); each++) {
            BigDecimal[] step = minus(mean(each), mean);
            total = plus(total, matrix((i, j) -> step[i].multiply(step[j])), share(each));
        }
        BigDecimal ridge = number(lambda).multiply(trace(total)).divide(number(d), DIGITS);
        BigDecimal[][] shrunk = plus(total, identity(), ridge.signum() == 0 ? ONE : ridge);
        BigDecimal[] solved = solve(shrunk, minus(mean(c), mean));
        return each(features, z -> dot(solved, minus(z, mean)).add(ONE).multiply(share(c)));
    }

    private BigDecimal share(int c) {
        return number(classes.get(c).count()).divide(images, DIGITS);
    }

    private BigDecimal[][] pooled() {
        return plus(
                matrix((i, j) -> BigDecimal.ZERO),
                within(),
                ONE.divide(images.subtract(count).max(ONE), DIGITS));
    }

    private BigDecimal[][] within() {
        BigDecimal[][] sum = matrix((i, j) -> BigDecimal.ZERO);
        for (ClassStatistics each : classes) {
            sum = plus(sum, scatter(each), ONE);
        }
        return sum;
    }

    private BigDecimal[] mean(int c) {
        BigDecimal[] mean = new BigDecimal[d];
        for (int k = 0; k < d; k++) {
            mean[k] = number(classes.get(c).mean()[k]);
        }
        return mean;
    }

    private BigDecimal[][] scatter(ClassStatistics statistics) {
        return matrix((i, j) ->
                number(statistics.scatter()[Math.max(i, j) * (Math.max(i, j) + 1) / 2 + Math.min(i, j)]));
    }

    private BigDecimal[][] identity() {
        return matrix((i, j) -> number(i == j ? 1 : 0));
    }

    private interface Element {
        BigDecimal at(int i, int j);
    }

    private BigDecimal[][] matrix(Element element) {
        BigDecimal[][] matrix = new BigDecimal[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                matrix[i][j] = element.at(i, j).round(DIGITS);
            }
        }
        return matrix;
    }

    /** a + factor b. */
    private BigDecimal[][] plus(BigDecimal[][] a, BigDecimal[][] b, BigDecimal factor) {
        return matrix((i, j) -> a[i][j].add(b[i][j].multiply(factor)));
    }

    private static BigDecimal[] minus(BigDecimal[] a, BigDecimal[] b) {
        BigDecimal[] difference = new BigDecimal[a.length];
        for (int k = 0; k < a.length; k++) {
            difference[k] = a[k].subtract(b[k]);
        }
        return difference;
    }

    private static BigDecimal dot(BigDecimal[] a, BigDecimal[] b) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 0; k < a.length; k++) {
            sum = sum.add(a[k].multiply(b[k]));
        }
        return sum.round(DIGITS);
    }

    private BigDecimal trace(BigDecimal[][] matrix) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < d; i++) {
            sum = sum.add(matrix[i][i]);
        }
        return sum;
    }

    private BigDecimal[] solve(BigDecimal[][] matrix, BigDecimal[] b) {
        BigDecimal[][] a = eliminated(matrix, b);
        BigDecimal[] x = new BigDecimal[d];
        for (int i = d - 1; i >= 0; i--) {
            BigDecimal left = a[i][d];
            for (int j = i + 1; j < d; j++) {
                left = left.subtract(a[i][j].multiply(x[j]));
            }
            x[i] = left.divide(a[i][i], DIGITS);
        }
        return x;
    }

    /** The matrix and one more column, without what is below the diagonal; without pivoting, as it is positive definite. */
    private BigDecimal[][] eliminated(BigDecimal[][] matrix, BigDecimal[] b) {
        BigDecimal[][] a = new BigDecimal[d][];
        for (int i = 0; i < d; i++) {
            a[i] = Arrays.copyOf(matrix[i], d + 1);
            a[i][d] = b[i];
        }
        for (int k = 0; k < d; k++) {
            for (int i = k + 1; i < d; i++) {
                BigDecimal factor = a[i][k].divide(a[k][k], DIGITS);
                for (int j = k; j <= d; j++) {
                    a[i][j] = a[i][j].subtract(factor.multiply(a[k][j]), DIGITS);
                }
            }
        }
        return a;
    }

    private static BigDecimal number(double value) {
        return new BigDecimal(value);
    }

    private static BigDecimal number(long value) {
        return BigDecimal.valueOf(value);
    }
}
