package dev.accrue.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Holds the bundle of every language to the sources. */
@ResourceLock(Resources.LOCALE)
class MessagesTests {
    private static final Path FOLDER = Path.of("src/main/resources/dev/accrue");
    private static final Pattern USE = Pattern.compile("\\btext\\(\\s*\"([a-z][A-Za-z0-9-]*(?:\\.[A-Za-z0-9-]+)+)\"");
    private static final Pattern VALUE = Pattern.compile("%(?!%|n)(?:(\\d+)\\$)?[-#+ 0,(]*\\d*(?:\\.\\d+)?([a-zA-Z])");

    private final Locale before = Locale.getDefault();

    @AfterEach
    void restoresTheLocale() {
        Locale.setDefault(before);
    }

    @Test
    void speaksTheLanguageOfTheLocaleAndEnglishOtherwise() {
        Locale.setDefault(Locale.JAPAN);
        assertThat(Messages.text("dataset.unknown", "cats", "shapes")).contains("データセット", "cats", "shapes");

        Locale.setDefault(Locale.FRANCE);
        assertThat(Messages.text("dataset.unknown", "cats", "shapes"))
                .isEqualTo("there is no data set \"cats\"; the data sets are shapes");
    }

    @Test
    void asksTheEnvironmentForTheLanguage() {
        assertThat(Messages.locale(Map.of("LANG", "ja_JP.UTF-8"))).contains(Locale.JAPAN);
        assertThat(Messages.locale(Map.of("LANG", "ja_JP.UTF-8", "LC_MESSAGES", "de_DE@euro")))
                .contains(Locale.GERMANY);
        assertThat(Messages.locale(Map.of("LANG", "ja_JP.UTF-8", "LC_MESSAGES", "", "LC_ALL", "C.UTF-8")))
                .contains(Locale.ROOT);
        assertThat(Messages.locale(Map.of())).isEmpty();
    }

    @Test
    void namesAKeyThatIsNotThere() {
        assertThatThrownBy(() -> Messages.text("no.such")).hasMessageContaining("no.such");
    }

    @Test
    void hasEveryKeyThatTheSourcesUse() throws IOException {
        assertThat(used()).isNotEmpty().isSubsetOf(bundle("messages.properties").stringPropertyNames());
    }

    @Test
    void saysTheSameInJapaneseWithTheSameValues() throws IOException {
        Properties english = bundle("messages.properties");
        Properties japanese = bundle("messages_ja.properties");

        Set<String> keys = new TreeSet<>(english.stringPropertyNames());
        keys.removeIf(
                key -> key.matches("help\\..*\\.(example|sample)[12]")); // commands are typed alike in every language
        assertThat(japanese.stringPropertyNames()).isEqualTo(keys);
        for (String key : keys) {
            assertThat(values(japanese.getProperty(key))).as(key).isEqualTo(values(english.getProperty(key)));
        }
    }

    @Test
    void givesNoKeyTwice() throws IOException {
        for (String name : List.of("messages.properties", "messages_ja.properties")) {
            List<String> keys = Files.readAllLines(FOLDER.resolve(name)).stream()
                    .filter(line -> line.matches("[a-z].*=.*"))
                    .map(line -> line.substring(0, line.indexOf('=')))
                    .toList();
            assertThat(keys).as(name).doesNotHaveDuplicates();
        }
    }

    private static Set<String> used() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher matcher = USE.matcher(Files.readString(file));
                while (matcher.find()) {
                    keys.add(matcher.group(1));
                }
            }
        }
        return keys;
    }

    /** Position and kind of each value, in the order of the positions. */
    private static List<String> values(String format) {
        List<String> values = new ArrayList<>();
        Matcher matcher = VALUE.matcher(format);
        int next = 1;
        while (matcher.find()) {
            String position = matcher.group(1) == null ? String.valueOf(next++) : matcher.group(1);
            values.add(position + matcher.group(2));
        }
        Collections.sort(values);
        return values.stream().distinct().toList();
    }

    private static Properties bundle(String name) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(FOLDER.resolve(name), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
