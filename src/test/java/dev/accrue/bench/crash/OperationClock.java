package dev.accrue.bench.crash;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Tells the index of the operation instead of the time, so that even the times in two stores are the same. */
final class OperationClock extends Clock {
    private volatile long index;

    void set(long operation) {
        index = operation;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusSeconds(index);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
