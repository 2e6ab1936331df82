package dev.accrue.backbone.djl.foreign;

/** What an engine says of a failure, without the pages that it adds. */
final class Cause {
    private static final int LONGEST = 200;

    private Cause() {}

    static String of(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        String line =
                message.lines().filter(each -> !each.isBlank()).findFirst().orElse("");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }
}
