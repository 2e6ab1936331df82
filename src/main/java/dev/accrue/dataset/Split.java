package dev.accrue.dataset;

/** Which part of a data set: the images to learn from, or those kept aside to measure with. */
public enum Split {
    TRAIN,
    TEST
}
