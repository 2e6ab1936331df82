package dev.accrue.backbone.djl.foreign;

import java.util.List;

/** What an engine says of a failure, without the pages that it adds. */
final class Cause {
    private static final int LONGEST = 160;
    private static final String OF_ONNX = "^Error code - \\w+ - message: ";
    private static final String OF_PYTORCH = "RuntimeError: ";

    private Cause() {}

    static String of(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        List<String> lines = message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        String line = lines.stream() // PyTorch shows the code first, and says what is wrong with it at the end
                .filter(each -> each.startsWith(OF_PYTORCH))
                .map(each -> each.substring(OF_PYTORCH.length()))
                .findFirst()
                .orElse(lines.get(0).replaceFirst(OF_ONNX, ""));
        return line.length() > LONGEST
                ? line.substring(0, LONGEST) + "..."
                : line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
