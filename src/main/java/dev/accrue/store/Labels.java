package dev.accrue.store;

import static dev.accrue.common.Messages.text;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What the name of a class may be, and how a name is repeated in a message. */
public final class Labels {
    private static final int LONGEST = 200;
    private static final int LONGEST_QUOTE = 80;

    private Labels() {}

    /** What is wrong with a name, to be said behind it; empty if nothing is. */
    public static Optional<String> problem(String label) {
        int length = label.codePointCount(0, label.length());
        OptionalInt control = label.codePoints().filter(Labels::unprintable).findFirst();
        if (label.isBlank()) {
            return Optional.of(text("store.labelBlank"));
        }
        if (length > LONGEST) {
            return Optional.of(text("store.labelTooLong", LONGEST));
        }
        return control.isPresent()
                ? Optional.of(text("store.labelControl", shown(control.getAsInt())))
                : Optional.empty();
    }

    /** Text from anywhere, fit for a message: in quotes, control characters spelled out, cut if it is long. */
    public static String quoted(String text) {
        int length = text.codePointCount(0, text.length());
        String start =
                text.codePoints().limit(LONGEST_QUOTE).mapToObj(Labels::shown).collect(Collectors.joining());
        return length > LONGEST_QUOTE ? text("store.quotedLong", start, length) : "\"" + start + "\"";
    }

    private static String shown(int character) {
        return unprintable(character) ? "U+%04X".formatted(character) : Character.toString(character);
    }

    private static boolean unprintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> reordersText(character);
        };
    }

    /** Overrides and isolates, which make a name look like another; letters that run right to left are fine. */
    private static boolean reordersText(int character) {
        return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
    }
}
