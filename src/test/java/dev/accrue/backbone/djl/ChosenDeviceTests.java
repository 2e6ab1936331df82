package dev.accrue.backbone.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.backbone.DeviceChoice;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChosenDeviceTests {

    @ParameterizedTest
    @CsvSource({
        "auto, false, 0, cpu()", "auto, false, 2, gpu(0)", "auto, true, 1, gpu(0)", "cpu, false, 2, cpu()",
        "gpu, false, 0, cpu()", "gpu, true, 1, gpu(0)", "gpu:1, false, 2, gpu(1)", "gpu:1, false, 0, cpu()",
    })
    void isWhatIsThereOfWhatWasWished(String wish, boolean required, int gpus, String device) {
        ChosenDevice chosen = ChosenDevice.of(DeviceChoice.parse(wish, required), gpus);
        assertThat(chosen.device()).hasToString(device);
        assertThat(chosen.note().isEmpty()).isEqualTo(!(wish.startsWith("gpu") && gpus == 0));
    }

    @ParameterizedTest
    @CsvSource({"gpu, true, 0, ENGINE", "auto, true, 0, ENGINE", "gpu:1, false, 1, USAGE", "gpu:1, true, 1, USAGE"})
    void failsForAGpuThatIsNotThere(String wish, boolean required, int gpus, Category category) {
        assertThatThrownBy(() -> ChosenDevice.of(DeviceChoice.parse(wish, required), gpus))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category));
    }

    @Test
    void saysInTheEnginesDescriptionThatThereIsNoGpu() {
        DjlBackboneEngine engine = new DjlBackboneEngine(DeviceChoice.parse("cpu", false));
        assertThat(engine.description()).matches("PyTorch [\\d.]+.*, cpu, \\d+ threads");
    }
}
