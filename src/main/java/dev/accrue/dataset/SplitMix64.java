package dev.accrue.dataset;

/**
 * A stream of pseudo-random numbers written out here, so that a seed means the same on every machine and JDK
 * (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators"). Not safe for use by several threads.
 */
public final class SplitMix64 {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    public SplitMix64(long seed) {
        state = seed;
    }

    /** Scatters neighbouring values over all 64 bits; a bijection. */
    public static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    public long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in [low, high). */
    public double between(double low, double high) {
        return low + (high - low) * ((next() >>> 11) * 0x1p-53);
    }

    /** Uniform in 0 .. bound - 1; the bias is below bound / 2^53. */
    public int below(int bound) {
        return (int) between(0, bound);
    }
}
