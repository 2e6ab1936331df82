package dev.accrue.store;

import dev.accrue.gaussian.ClassStatistics;

/** A class to be written: see {@link ClassRow} for the fields. */
public record NewClass(String label, boolean base, String source, ClassStatistics statistics) implements ModelClass {}
