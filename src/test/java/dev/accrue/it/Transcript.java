package dev.accrue.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A session as it is written down, in the README or in a file beside the tests: lines {@code accrue> COMMAND}, each
 * followed by what the command answers. In the written one a line {@code ...} stands for any number of lines. Two
 * answers are the same when they are so with numbers, times, hashes, absolute paths and the widths of columns masked. Progress lines
 * are there or not as the machine is slow or fast, so they are not compared.
 */
record Transcript(List<Step> steps) {
    private static final String PROMPT = "accrue> ";
    private static final String ANYTHING = "...";
    private static final Pattern INDENTED = Pattern.compile("(?m)(^ {4}.*\\n|^\\n(?= {4}))+");
    private static final Pattern PROGRESS = Pattern.compile("[^:]+: (#%|# \\w+( in # s\\b.*)?).*");

    /** @param answer its lines, as printed */
    record Step(String command, List<String> answer) {

        private static String masked(List<String> lines) {
            return lines.stream()
                    .map(Transcript::masked)
                    .filter(line -> !line.isEmpty() && !PROGRESS.matcher(line).matches())
                    .map(line -> line + "\n")
                    .collect(Collectors.joining());
        }

        void assertSameAs(Step written) {
            assertThat(command).isEqualTo(written.command);
            String pattern = masked(written.answer)
                    .lines()
                    .map(line -> line.equals(ANYTHING) ? "(.*\\n)*" : Pattern.quote(line) + "\\n")
                    .collect(Collectors.joining());
            String really = masked(answer);
            if (!really.matches(pattern)) {
                assertThat(really)
                        .describedAs("what \"%s\" prints, masked; in full:%n%s", command, String.join("\n", answer))
                        .isEqualTo(masked(written.answer));
            }
        }
    }

    static Transcript of(String text) {
        List<Step> steps = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith(PROMPT)) {
                steps.add(new Step(line.substring(PROMPT.length()).strip(), new ArrayList<>()));
            } else if (!steps.isEmpty()) {
                steps.get(steps.size() - 1).answer().add(line);
            }
        }
        return new Transcript(steps);
    }

    /** The indented blocks that show a session. */
    static List<Transcript> inMarkdown(String text) {
        return INDENTED.matcher(text)
                .results()
                .map(block -> of(block.group().replaceAll("(?m)^ {4}", "")))
                .filter(transcript -> !transcript.steps.isEmpty())
                .toList();
    }

    /** To be read by the program. */
    String commands() {
        return steps.stream().map(step -> step.command() + "\n").collect(Collectors.joining());
    }

    void assertSameAs(Transcript written) {
        assertThat(steps.stream().map(Step::command))
                .containsExactlyElementsOf(
                        written.steps.stream().map(Step::command).toList());
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).assertSameAs(written.steps.get(i));
        }
    }

    private static String masked(String line) {
        return line.replaceAll("(?<=[ :])/\\S+", "/PATH")
                .replaceAll("\\b[0-9a-f]{8,}\\b", "#")
                .replaceAll("\\b(\\d+ h )?(\\d+ min )?\\d+(\\.\\d+)? s\\b", "# s")
                .replaceAll("\\d+([.,]\\d+)*", "#")
                .replaceAll("-{2,}", "---")
                .replaceAll(" +", " ")
                .strip();
    }
}
