package dev.accrue.backbone;

import static dev.accrue.common.AccrueException.Category.USAGE;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a person wants the numbers crunched. Whether it can be had is known only when the engine has started.
 *
 * @param kind processor, graphics card, or whatever is best
 * @param index of the graphics card, counted from 0; empty for the first
 * @param required whether to fail where there is no graphics card, rather than to go on without
 */
public record DeviceChoice(Kind kind, OptionalInt index, boolean required) {

    /** A graphics card where there is one. */
    public static final DeviceChoice AUTO = new DeviceChoice(Kind.AUTO, OptionalInt.empty(), false);

    private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");

    /** Of device. */
    public enum Kind {
        AUTO,
        CPU,
        GPU
    }

    /**
     * @param choice {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:1}
     * @param requireGpu whether a graphics card is a must
     * @throws AccrueException USAGE, with what there is
     */
    public static DeviceChoice parse(String choice, boolean requireGpu) {
        String word = choice.strip().toLowerCase(Locale.ROOT);
        Matcher gpu = GPU.matcher(word);
        if (gpu.matches()) {
            return new DeviceChoice(
                    Kind.GPU,
                    gpu.group(1) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(gpu.group(1))),
                    requireGpu);
        }
        if (word.equals("auto")) {
            return new DeviceChoice(Kind.AUTO, OptionalInt.empty(), requireGpu);
        }
        if (!word.equals("cpu")) {
            throw new AccrueException(USAGE, text("backbone.device.unknown", choice));
        }
        if (requireGpu) {
            throw new AccrueException(USAGE, text("backbone.device.requiredOnCpu"));
        }
        return new DeviceChoice(Kind.CPU, OptionalInt.empty(), false);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + (index.isPresent() ? ":" + index.getAsInt() : "");
    }
}
