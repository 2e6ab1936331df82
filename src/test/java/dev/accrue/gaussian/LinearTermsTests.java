package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LinearTermsTests {

    /** The order of additions is part of what is promised, so the plain loop gives the same bits. */
    @Property(tries = 60)
    void areThePlainSumsBitForBit(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int n,
            @ForAll @IntRange(min = 1, max = 9) int d,
            @ForAll @IntRange(min = 1, max = 1100) int k) {
        double[] offsets = values(seed, k);
        double[] weights = values(seed + 1, d * k);
        double[][] y = new double[n][];
        for (int i = 0; i < n; i++) {
            y[i] = values(seed + 2 + i, d);
        }
        double[][] terms = new LinearTerms(offsets, weights, 0, d).of(y);
        assertThat(terms).hasDimensions(n, k);
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < k; c++) {
                double sum = offsets[c];
                for (int f = 0; f < d; f++) {
                    sum += y[i][f] * weights[f * k + c];
                }
                assertThat(terms[i][c]).isEqualTo(sum);
            }
        }
    }

    @Example
    void giveTheirWeightsBack() {
        double[] values = values(1, 3 + 7 * 1100);
        double[] copy = values.clone();
        Arrays.fill(copy, 3, copy.length, 0);
        new LinearTerms(new double[1100], values, 3, 7).copyWeightsTo(copy, 3);
        assertThat(copy).isEqualTo(values);
    }

    private static double[] values(long seed, int length) {
        return new Random(seed).doubles(length, -1, 1).toArray();
    }
}
