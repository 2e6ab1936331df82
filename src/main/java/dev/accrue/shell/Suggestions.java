package dev.accrue.shell;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.shell.command.Values;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.shell.CompletionContext;
import org.springframework.shell.CompletionProposal;
import org.springframework.shell.command.CommandOption;
import org.springframework.shell.command.CommandParser.CommandParserResult;
import org.springframework.shell.command.CommandParser.CommandParserResults;

/**
 * Says of a value that a command would not take which one may have been meant: one that completion proposes for that
 * place. In one place for all commands, as completion knows all that values can be.
 */
final class Suggestions {
    private Suggestions() {}

    /**
     * @param failure of a command
     * @param results the values it was given
     * @param words of the line
     */
    static AccrueException in(AccrueException failure, CommandParserResults results, List<String> words) {
        if (failure.category() != Category.USAGE && failure.category() != Category.NOT_FOUND) {
            return failure;
        }
        return results.results().stream()
                .flatMap(result -> values(result).flatMap(value -> meant(failure, result.option(), value, words)))
                .findFirst()
                .map(word -> saying(failure, text("shell.suggestion", failure.getMessage(), word)))
                .orElse(failure);
    }

    private static AccrueException saying(AccrueException failure, String message) {
        AccrueException hinted = new AccrueException(failure.category(), message, failure);
        return failure.place().map(hinted::at).orElse(hinted);
    }

    private static Stream<String> values(CommandParserResult result) {
        return result.value() instanceof List<?> several
                ? several.stream().map(String::valueOf)
                : Stream.ofNullable(result.value()).map(String::valueOf);
    }

    /** Only for a value that the message is about. */
    private static Stream<String> meant(
            AccrueException failure, CommandOption option, String value, List<String> words) {
        if (!(option.getCompletion() instanceof Values) || !failure.getMessage().contains(value)) {
            return Stream.of();
        }
        List<String> known = proposals(option, value, words);
        return known.contains(value) ? Stream.of() : Similar.nearest(value, known).stream();
    }

    private static List<String> proposals(CommandOption option, String value, List<String> words) {
        List<String> line = words.contains(value)
                ? words
                : Stream.concat(words.stream(), Stream.of(value)).toList();
        CompletionContext context = new CompletionContext(line, line.indexOf(value), value.length(), null, option);
        try {
            return option.getCompletion().apply(context).stream()
                    .map(CompletionProposal::value)
                    .map(Objects::requireNonNull)
                    .toList();
        } catch (AccrueException e) {
            return List.of(); // the failure says enough
        }
    }
}
