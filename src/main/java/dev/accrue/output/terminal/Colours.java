package dev.accrue.output.terminal;

/** How much colour a terminal shows. */
public enum Colours {
    NONE,
    /** The eight of ECMA-48, in whatever shade the person's theme gives them. */
    EIGHT,
    /** xterm's table of 256, whose upper 240 are the same everywhere. */
    MANY
}
