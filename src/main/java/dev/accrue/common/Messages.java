package dev.accrue.common;

import java.util.IllegalFormatException;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that Accrue says to people, by key, in the language of the process's locale: the bundle
 * {@code dev/accrue/messages}, English where a language has no text. The locale is Java's default for display, which
 * the program takes from {@link #locale}.
 *
 * <p>A text is a format of {@link java.util.Formatter}, with {@code %s} or {@code %2$s} where the values go. Numbers are
 * written alike in every language, as they are typed back into commands.
 */
public final class Messages {

    private static final String BUNDLE = "dev.accrue.messages";
    private static final ResourceBundle.Control NO_DETOUR =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private Messages() {}

    /**
     * The locale that a process is asked to speak by {@code LC_ALL}, {@code LC_MESSAGES} or {@code LANG}, of which the first
     * that is set decides; empty where none is. Java itself goes by them only where the system has the locale installed.
     */
    public static Optional<Locale> locale(Map<String, String> environment) {
        return Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(value -> value.replaceFirst("[.@].*", ""))
                .map(name -> name.equals("C") || name.equals("POSIX")
                        ? Locale.ROOT
                        : Locale.forLanguageTag(name.replace('_', '-')));
    }

    /**
     * The text of a key with its values filled in.
     *
     * @throws IllegalArgumentException if there is no such key or the values do not fit it; a test holds every key that
     *     the sources use against the bundle
     */
    public static String text(String key, @Nullable Object... values) {
        String format = find(key).orElseThrow(() -> new IllegalArgumentException("no message has the key " + key));
        try {
            return String.format(Locale.ROOT, format, values);
        } catch (IllegalFormatException e) {
            throw new IllegalArgumentException("the values of the message " + key + " do not fit it", e);
        }
    }

    /** The text of a key as it stands in the bundle, where it has one. */
    public static Optional<String> find(String key) {
        try {
            return Optional.of(ResourceBundle.getBundle(BUNDLE, Locale.getDefault(Locale.Category.DISPLAY), NO_DETOUR)
                    .getString(key));
        } catch (MissingResourceException e) {
            return Optional.empty();
        }
    }
}
