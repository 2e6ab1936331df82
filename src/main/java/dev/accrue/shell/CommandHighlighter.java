package dev.accrue.shell;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jline.reader.LineReader;
import org.jline.reader.impl.DefaultHighlighter;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Shows while it is typed whether a command is one: bold if so, red if it cannot become one. */
final class CommandHighlighter extends DefaultHighlighter {
    private final Commands commands;

    CommandHighlighter(Commands commands) {
        this.commands = commands;
    }

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        AttributedStringBuilder shown = new AttributedStringBuilder().append(super.highlight(reader, buffer));
        String typed = buffer.stripLeading();
        Set<String> names = commands.all().keySet();
        Optional<String> name = names.stream()
                .filter(each -> typed.equals(each) || typed.startsWith(each + " "))
                .max(Comparator.comparingInt(String::length));
        if (name.isPresent()) {
            shown.styleMatches(start(name.get()), AttributedStyle.BOLD);
        } else if (!typed.startsWith("#") && names.stream().noneMatch(each -> each.startsWith(typed))) {
            shown.styleMatches(
                    start(typed.split("\\s", 2)[0]), AttributedStyle.DEFAULT.foreground(AttributedStyle.RED));
        }
        return shown.toAttributedString();
    }

    private static Pattern start(String word) {
        return Pattern.compile("\\A\\s*" + Pattern.quote(word));
    }
}
