package dev.accrue.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.backbone.ForeignBackbone.Channels;
import dev.accrue.backbone.ForeignBackbone.Format;
import dev.accrue.backbone.ForeignBackbone.Range;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.Interpolation;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignBackboneTests {

    @Property
    void hasOneTextThatReadsBack(
            @ForAll Format format,
            @ForAll @IntRange(min = 1, max = 2048) int size,
            @ForAll Channels channels,
            @ForAll Range range,
            @ForAll @Size(3) List<@Scale(6) @FloatRange(min = -1e9f, max = 1e9f) Float> mean,
            @ForAll @Size(3) List<@Scale(6) @FloatRange(min = 1e-6f, max = 1e9f) Float> std,
            @ForAll Interpolation interpolation,
            @ForAll @FloatRange(min = 0.1f, max = 2) float crop) {
        ForeignBackbone backbone = new ForeignBackbone(
                format,
                OptionalInt.of(size),
                channels,
                range,
                mean.stream().map(value -> value + 0f).toList(),
                std,
                interpolation,
                crop);
        assertThat(ForeignBackbone.parse(backbone.id())).isEqualTo(backbone);
        assertThat(ForeignBackbone.find(backbone.id())).contains(backbone);
    }

    @Test
    void leavesOutWhatIsAtItsDefault() {
        assertThat(ForeignBackbone.parse(
                                "ONNX input=224 channels=rgb range=0..1 mean=0,0,0 std=1,1,1 interpolation=bilinear crop=1.0")
                        .id())
                .isEqualTo("onnx input=224");
        assertThat(ForeignBackbone.parse(
                                "torchscript crop=.875 interpolation=Bicubic std=1,2.50,3 mean=-0,1e-1,2 range=0..255 channels=bgr")
                        .id())
                .isEqualTo(
                        "torchscript channels=bgr range=0..255 mean=0,0.1,2 std=1,2.5,3 interpolation=bicubic crop=0.875");
    }

    @Test
    void takesOptionsByName() {
        ForeignBackbone backbone =
                ForeignBackbone.of(Format.ofFile("folder/Net.ONNX"), Map.of("input", "64", "range", "0..255"));
        assertThat(backbone.id()).isEqualTo("onnx input=64 range=0..255");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "caffe; expected torchscript or onnx",
                "onnx size=3; no option \"size\"",
                "onnx input; \"input\" is no option",
                "onnx input=0; input=0 is not possible",
                "onnx input=x; input=x is not possible",
                "onnx input=3 input=4; stands twice",
                "onnx channels=bgra; expected rgb or bgr",
                "onnx interpolation=nearest; interpolation=nearest is not possible; expected bilinear or bicubic",
                "onnx crop=0; crop=0 is not possible; expected a number from 0.1 to 2",
                "onnx crop=2.5; crop=2.5 is not possible; expected a number from 0.1 to 2",
                "onnx crop=NaN; crop=nan is not possible; expected a number from 0.1 to 2",
                "onnx range=0..2; expected 0..1 or 0..255",
                "onnx mean=1,2; expected three numbers",
                "onnx mean=1,2,NaN; expected three numbers",
                "onnx std=1,0,1; must be above 0",
            })
    void refusesWhatItCannotBe(String text, String message) {
        assertThatThrownBy(() -> ForeignBackbone.parse(text))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                .hasMessageContaining(message);
    }

    @Test
    void knowsFormatsByTheNamesOfFiles() {
        assertThat(Format.ofFile("a.pt")).isEqualTo(Format.TORCHSCRIPT);
        assertThatThrownBy(() -> Format.ofFile("a.h5")).hasMessageContaining(".onnx");
        assertThat(Format.TORCHSCRIPT.warning()).isPresent();
        assertThat(Format.ONNX.warning()).isEmpty();
    }

    @Test
    void isNoNameOfAnArchitecture() {
        assertThat(ForeignBackbone.find("resnet20")).isEmpty();
        assertThat(ForeignBackbone.find("onnxnet")).isEmpty();
    }
}
