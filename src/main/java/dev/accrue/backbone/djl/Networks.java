package dev.accrue.backbone.djl;

import static dev.accrue.common.Messages.text;

import dev.accrue.backbone.BackboneEngine.Architecture;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** The networks that can be trained, by name. All that there are stand here. */
final class Networks {
    private Networks() {}

    private static final List<Known> KNOWN = List.of(
            new Known(new Architecture("resnet10", 32, 16), classes -> ResNet10.build(20, classes)),
            new Known(new Architecture("resnet10-wide", 32, 16), classes -> ResNet10.build(32, classes)),
            new Known(new Architecture("resnet20", 32, 16), ResNet20::build),
            new Known(new Architecture("efficientnet-b0", 64, 32), EfficientNetB0::build));

    private record Known(Architecture architecture, IntFunction<Network> builder) {}

    /** The default first. */
    static List<Architecture> architectures() {
        return KNOWN.stream().map(Known::architecture).toList();
    }

    /**
     * @param classes of its head
     * @throws AccrueException USAGE when there is no such network, with those that there are
     */
    static Network build(String architecture, int classes) {
        return KNOWN.stream()
                .filter(known -> known.architecture().name().equals(architecture))
                .findFirst()
                .orElseThrow(() -> new AccrueException(
                        Category.USAGE,
                        text(
                                "backbone.unknown",
                                architecture,
                                KNOWN.stream()
                                        .map(known -> known.architecture().name())
                                        .collect(Collectors.joining(", ")))))
                .builder()
                .apply(classes);
    }
}
