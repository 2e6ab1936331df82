package dev.accrue.shell.command;

import dev.accrue.learner.Classifiers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.shell.CompletionProposal;

/** Classifiers and their options as values of commands, in the three forms in which they are given. */
final class ClassifierNames {
    private ClassifierNames() {}

    /** {@code ncm}. */
    static Values alone() {
        return Values.explained(ClassifierNames::summaries);
    }

    /** {@code "lda shrinkage=oas"}. */
    static Values asOneWord() {
        return alone().or(context -> {
            String word = Values.typed(context);
            String before = word.substring(0, word.lastIndexOf(' ') + 1);
            return before.isEmpty() ? List.of() : assignments(before.split(" ", -1)[0], before);
        });
    }

    /** {@code lda shrinkage=oas ncm}. */
    static Values asWords() {
        return alone().or(context -> {
            List<String> before = context.getWords().subList(0, context.getWordIndex());
            return before.stream()
                    .filter(word -> summaries().containsKey(word))
                    .reduce((first, second) -> second)
                    .map(last -> assignments(last, ""))
                    .orElse(List.of());
        });
    }

    /** The alternatives of an option of any classifier, where there are some. */
    static List<String> alternatives(String option) {
        return Classifiers.all().stream()
                .flatMap(kind -> kind.options().stream())
                .filter(each -> each.name().equals(option))
                .flatMap(ClassifierNames::alternatives)
                .distinct()
                .toList();
    }

    private static Map<String, String> summaries() {
        Map<String, String> summaries = new LinkedHashMap<>();
        Classifiers.all().forEach(kind -> summaries.put(kind.name(), kind.summary()));
        return summaries;
    }

    private static List<CompletionProposal> assignments(String classifier, String before) {
        Optional<Classifiers.Kind> kind = Classifiers.all().stream()
                .filter(each -> each.name().equals(classifier))
                .findFirst();
        List<CompletionProposal> proposals = new ArrayList<>();
        for (Classifiers.Option option : kind.map(Classifiers.Kind::options).orElse(List.of())) {
            String name = before + option.name() + "=";
            List<String> values = alternatives(option).collect(Collectors.toList());
            if (values.isEmpty()) {
                proposals.add(new CompletionProposal(name)
                        .description(option.summary())
                        .complete(false));
            }
            values.forEach(value -> proposals.add(new CompletionProposal(name + value).description(option.summary())));
        }
        return proposals;
    }

    private static Stream<String> alternatives(Classifiers.Option option) {
        return option.values().contains("|") ? Arrays.stream(option.values().split("\\|", -1)) : Stream.of();
    }
}
