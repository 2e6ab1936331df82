package dev.accrue.common;

/**
 * A part of a line that somebody wrote: what a caret is put under.
 *
 * @param line as it is shown again
 * @param start of its first character, from 0
 * @param end behind its last character; after {@code start}
 */
public record Place(String line, int start, int end) {

    /** Refuses, by IndexOutOfBoundsException, what is no part of the line. */
    public Place {
        if (start < 0 || start >= end || end > line.length()) {
            throw new IndexOutOfBoundsException(start + " to " + end + " in a line of " + line.length());
        }
    }
}
