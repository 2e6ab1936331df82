package dev.accrue.shell.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times as they are shown: local, to the second. */
record Times(ZoneId zone) {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    String text(Instant instant) {
        return FORMAT.withZone(zone).format(instant);
    }
}
