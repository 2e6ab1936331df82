package dev.accrue.backbone;

import static dev.accrue.common.AccrueException.Category.USAGE;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.dataset.Framing;
import dev.accrue.dataset.Interpolation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a network that was made elsewhere is, and how it wants its pictures: float32 {@code [n x 3 x s x s]}, each
 * channel {@code (value - mean) / std}. A file does not say all of this, and the same file fed in another way gives
 * other features, so it is part of what identifies a backbone. A value with one text, {@link #id}, which stands where a
 * trained backbone has the name of its architecture.
 *
 * @param inputSize s in pixels; empty when the file is to say it
 * @param channels their order
 * @param range of a value before mean and std
 * @param mean of each channel in that order, in the unit of the range
 * @param std of each channel, above 0, likewise
 * @param interpolation how smaller pictures are enlarged
 * @param crop how much of a picture is shown, see {@link Framing}
 */
public record ForeignBackbone(
        Format format,
        OptionalInt inputSize,
        Channels channels,
        Range range,
        List<Float> mean,
        List<Float> std,
        Interpolation interpolation,
        float crop) {
    private static final int LARGEST_INPUT = 2048;
    private static final float LEAST_CROP = 0.1f;
    private static final float MOST_CROP = 2;
    private static final List<Float> ZEROS = List.of(0f, 0f, 0f);
    private static final List<Float> ONES = List.of(1f, 1f, 1f);
    private static final String OPTIONS =
            "input=PIXELS, channels=rgb|bgr, range=0..1|0..255, mean=NUMBER,NUMBER,NUMBER, std=NUMBER,NUMBER,NUMBER,"
                    + " interpolation=bilinear|bicubic, crop=NUMBER";

    public ForeignBackbone {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /** What kind of file. */
    public enum Format {
        TORCHSCRIPT("TorchScript", List.of(".pt", ".pth", ".torchscript")),
        ONNX("ONNX", List.of(".onnx"));

        private final String title;

        @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed
        private final List<String> endings;

        Format(String title, List<String> endings) {
            this.title = title;
            this.endings = endings;
        }

        /** As people write it. */
        public String title() {
            return title;
        }

        /** The format that a file's name tells, where it tells one. */
        public static Optional<Format> find(String name) {
            return Arrays.stream(values())
                    .filter(format -> format.endings.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith))
                    .findFirst();
        }

        /**
         * The format that a file's name tells.
         *
         * @throws AccrueException USAGE when it tells none
         */
        public static Format ofFile(String name) {
            return find(name).orElseThrow(() -> refused(text("backbone.foreign.unknownFile", name)));
        }

        /** What a person should know before such a file is opened. */
        public Optional<String> warning() {
            return this == TORCHSCRIPT ? Optional.of(text("backbone.foreign.torchScriptRuns")) : Optional.empty();
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The order of the colour channels. */
    public enum Channels {
        RGB,
        BGR
    }

    /** What black and white are before mean and std. */
    public enum Range {
        UNIT("0..1"),
        BYTES("0..255");

        private final String text;

        Range(String text) {
            this.text = text;
        }
    }

    /** Whether the text that stands for an architecture is that of a network made elsewhere, and which. */
    public static Optional<ForeignBackbone> find(String architecture) {
        String first = architecture.strip().split("\\s+", 2)[0];
        return Arrays.stream(Format.values()).anyMatch(format -> format.word().equalsIgnoreCase(first))
                ? Optional.of(parse(architecture))
                : Optional.empty();
    }

    /**
     * @param text {@code torchscript} or {@code onnx} and, each after a blank, options as {@code name=value}; anything
     *     that {@link #id} gave, and more
     * @throws AccrueException USAGE, with what there is
     */
    public static ForeignBackbone parse(String text) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
        Format format = Arrays.stream(Format.values())
                .filter(each -> each.word().equals(words[0]))
                .findFirst()
                .orElseThrow(() -> refused(text("backbone.foreign.unknownFormat", words[0])));
        Map<String, String> options = new LinkedHashMap<>();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw refused(text("backbone.foreign.notAnOption", word, OPTIONS));
            }
            if (options.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw refused(text("backbone.foreign.optionTwice", word.substring(0, equals)));
            }
        }
        return of(format, options);
    }

    /**
     * @param options by name: {@code input}, {@code channels}, {@code range}, {@code mean}, {@code std},
     *     {@code interpolation}, {@code crop}; what is left out is at its default: the size that the file says, rgb, 0..1,
     *     0,0,0, 1,1,1, bilinear and 1
     * @throws AccrueException USAGE, with what there is
     */
    public static ForeignBackbone of(Format format, Map<String, String> options) {
        Map<String, String> left = new LinkedHashMap<>(options);
        ForeignBackbone backbone = new ForeignBackbone(
                format,
                size(left.remove("input")),
                channels(left.remove("channels")),
                range(left.remove("range")),
                numbers("mean", left.remove("mean"), ZEROS),
                numbers("std", left.remove("std"), ONES),
                interpolation(left.remove("interpolation")),
                crop(left.remove("crop")));
        if (!left.isEmpty()) {
            throw refused(
                    text("backbone.foreign.noOption", left.keySet().iterator().next(), OPTIONS));
        }
        if (Collections.min(backbone.std) <= 0) {
            throw refused(text("backbone.foreign.stdNotPositive", joined(backbone.std)));
        }
        return backbone;
    }

    /** The same with the size of its input. */
    public ForeignBackbone withInputSize(int pixels) {
        return new ForeignBackbone(format, OptionalInt.of(pixels), channels, range, mean, std, interpolation, crop);
    }

    private static OptionalInt size(@Nullable String text) {
        if (text == null) {
            return OptionalInt.empty();
        }
        try {
            int size = Integer.parseInt(text);
            if (size >= 1 && size <= LARGEST_INPUT) {
                return OptionalInt.of(size);
            }
        } catch (NumberFormatException e) {
            // refused below, as a number out of range is
        }
        throw refused(text("backbone.foreign.badInputSize", text, LARGEST_INPUT));
    }

    private static Channels channels(@Nullable String text) {
        if (text == null) {
            return Channels.RGB;
        }
        return Arrays.stream(Channels.values())
                .filter(each -> each.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> refused(text("backbone.foreign.badChannels", text)));
    }

    private static Range range(@Nullable String text) {
        if (text == null) {
            return Range.UNIT;
        }
        return Arrays.stream(Range.values())
                .filter(each -> each.text.equals(text))
                .findFirst()
                .orElseThrow(() -> refused(text("backbone.foreign.badRange", text)));
    }

    private static Interpolation interpolation(@Nullable String text) {
        if (text == null) {
            return Interpolation.BILINEAR;
        }
        return Arrays.stream(Interpolation.values())
                .filter(each -> each.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> refused(text("backbone.foreign.badInterpolation", text)));
    }

    private static float crop(@Nullable String text) {
        if (text == null) {
            return 1;
        }
        try {
            float crop = Float.parseFloat(text);
            if (crop >= LEAST_CROP && crop <= MOST_CROP) {
                return crop;
            }
        } catch (NumberFormatException e) {
            // refused below, as a number out of range is
        }
        throw refused(text("backbone.foreign.badCrop", text, joined(List.of(LEAST_CROP)), joined(List.of(MOST_CROP))));
    }

    private static List<Float> numbers(String option, @Nullable String text, List<Float> otherwise) {
        if (text == null) {
            return otherwise;
        }
        List<Float> numbers = new ArrayList<>();
        try {
            for (String number : text.split(",", -1)) {
                numbers.add(Float.parseFloat(number.strip()) + 0f); // -0 becomes 0, so that a value has one text
            }
        } catch (NumberFormatException e) {
            numbers.clear();
        }
        if (numbers.size() != 3 || !numbers.stream().allMatch(Float::isFinite)) {
            throw refused(text("backbone.foreign.badNumbers", option, text));
        }
        return numbers;
    }

    private static String joined(List<Float> numbers) {
        return numbers.stream()
                .map(number -> number == Math.rint(number) && Math.abs(number) < 1e6
                        ? Integer.toString(number.intValue())
                        : Float.toString(number))
                .collect(Collectors.joining(","));
    }

    private static AccrueException refused(String message) {
        return new AccrueException(USAGE, message);
    }

    /** The one text of this value: the format, the size of the input, and every option that is not at its default. */
    public String id() {
        StringBuilder id = new StringBuilder(format.word());
        inputSize.ifPresent(pixels -> id.append(" input=").append(pixels));
        if (channels != Channels.RGB) {
            id.append(" channels=").append(channels.name().toLowerCase(Locale.ROOT));
        }
        if (range != Range.UNIT) {
            id.append(" range=").append(range.text);
        }
        if (!mean.equals(ZEROS)) {
            id.append(" mean=").append(joined(mean));
        }
        if (!std.equals(ONES)) {
            id.append(" std=").append(joined(std));
        }
        if (interpolation != Interpolation.BILINEAR) {
            id.append(" interpolation=").append(interpolation.name().toLowerCase(Locale.ROOT));
        }
        if (crop != 1) {
            id.append(" crop=").append(joined(List.of(crop)));
        }
        return id.toString();
    }

    @Override
    public String toString() {
        return id();
    }
}
