package dev.accrue.doctor;

/**
 * What was seen at one place.
 *
 * @param item what was looked at; the same in every language, because programs read it
 * @param found in words
 * @param advice what to do; empty if nothing
 */
public record Finding(String item, State state, String found, String advice) {

    /** How it stands with an item. */
    public enum State {
        OK,
        /** It works, and something about it is worth knowing. */
        NOTE,
        /** Something a person wants to do will fail. */
        WRONG
    }

    static Finding ok(String item, String found) {
        return new Finding(item, State.OK, found, "");
    }

    static Finding note(String item, String found, String advice) {
        return new Finding(item, State.NOTE, found, advice);
    }

    static Finding wrong(String item, String found, String advice) {
        return new Finding(item, State.WRONG, found, advice);
    }
}
