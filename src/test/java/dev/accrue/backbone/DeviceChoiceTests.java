package dev.accrue.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTests {

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu", "gpu", "gpu:1"})
    void readsWhatItWrites(String text) {
        assertThat(DeviceChoice.parse(text.toUpperCase(Locale.ROOT), false)).hasToString(text);
    }

    @Test
    void knowsItsDefault() {
        assertThat(DeviceChoice.parse("auto", false)).isEqualTo(DeviceChoice.AUTO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tpu", "gpu:", "gpu:-1", "gpu1", "gpu:1000"})
    void refusesOtherDevices(String text) {
        assertThatThrownBy(() -> DeviceChoice.parse(text, false)).hasMessageContaining("expected auto, cpu, gpu");
    }

    @Test
    void refusesTheProcessorWhereAGpuIsRequired() {
        assertThatThrownBy(() -> DeviceChoice.parse("cpu", true)).hasMessageContaining("--require-gpu");
    }
}
