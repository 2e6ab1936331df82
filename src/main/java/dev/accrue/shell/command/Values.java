package dev.accrue.shell.command;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.shell.CompletionContext;
import org.springframework.shell.CompletionProposal;
import org.springframework.shell.completion.CompletionResolver;

/**
 * What may stand in a place of a command. Completion proposes it; {@code help} lists it where it is a choice that does
 * not depend on the store or the disk.
 */
public final class Values implements CompletionResolver {
    /** Nothing to propose: a number, a new name. */
    public static final Values ANY = computed(context -> List.of());

    /** Files and folders; the completer knows how to walk the disk. */
    public static final Values FILES = ANY.orFiles();

    private final Supplier<List<String>> choices;
    private final Function<CompletionContext, List<CompletionProposal>> proposals;
    private final boolean files;

    private Values(
            Supplier<List<String>> choices,
            Function<CompletionContext, List<CompletionProposal>> proposals,
            boolean files) {
        this.choices = choices;
        this.proposals = proposals;
        this.files = files;
    }

    /** One of these words. */
    public static Values oneOf(String... words) {
        return oneOf(() -> List.of(words));
    }

    /** One of these words, which may depend on the program but on nothing else. */
    public static Values oneOf(Supplier<List<String>> words) {
        return new Values(words, context -> plain(words.get()), false);
    }

    /** Words with what each means. */
    public static Values explained(Supplier<Map<String, String>> words) {
        return new Values(
                () -> List.copyOf(words.get().keySet()),
                context -> words.get().entrySet().stream()
                        .map(word -> new CompletionProposal(word.getKey()).description(word.getValue()))
                        .toList(),
                false);
    }

    /** What is in the store at this moment. */
    public static Values stored(Supplier<List<String>> names) {
        return computed(context -> plain(names.get()));
    }

    /** Depends on the words of the line; the current one is as far as the cursor. */
    public static Values computed(Function<CompletionContext, List<CompletionProposal>> proposals) {
        return new Values(List::of, proposals, false);
    }

    /** Several, separated by commas: what stands before the last comma stays. */
    public Values inList() {
        return new Values(
                choices,
                context -> {
                    String before = typed(context);
                    String kept = before.substring(0, before.lastIndexOf(',') + 1);
                    List<String> given = List.of(kept.split(",", -1));
                    return apply(context).stream()
                            .filter(proposal -> !given.contains(proposal.value()))
                            .map(proposal -> new CompletionProposal(kept + proposal.value())
                                    .displayText(proposal.value())
                                    .description(proposal.description())
                                    .complete(false))
                            .toList();
                },
                false);
    }

    /** These, and what else the line allows. */
    public Values or(Function<CompletionContext, List<CompletionProposal>> others) {
        return new Values(
                choices,
                context -> Stream.concat(proposals.apply(context).stream(), others.apply(context).stream())
                        .toList(),
                files);
    }

    /** These, and files and folders. */
    public Values orFiles() {
        return new Values(choices, proposals, true);
    }

    public boolean files() {
        return files;
    }

    /** The current word as far as the cursor. */
    static String typed(CompletionContext context) {
        return Objects.requireNonNullElse(context.currentWordUpToCursor(), "");
    }

    /** For help; empty where it depends on the store or the line. */
    public List<String> choices() {
        return choices.get();
    }

    @Override
    public List<CompletionProposal> apply(CompletionContext context) {
        return proposals.apply(context);
    }

    private static List<CompletionProposal> plain(List<String> words) {
        return words.stream().map(CompletionProposal::new).toList();
    }
}
