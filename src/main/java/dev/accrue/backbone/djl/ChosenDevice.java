package dev.accrue.backbone.djl;

import ai.djl.Device;
import dev.accrue.backbone.DeviceChoice;
import dev.accrue.backbone.DeviceChoice.Kind;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;

/**
 * What became of a wish for a device.
 *
 * @param note what a person should know of it; mostly empty
 */
record ChosenDevice(Device device, String note) {

    /**
     * @param gpus that the engine can use
     * @throws AccrueException ENGINE where a required GPU is not there, USAGE for the number of one that is not there
     */
    static ChosenDevice of(DeviceChoice choice, int gpus) {
        if (gpus == 0 && choice.required()) {
            throw new AccrueException(
                    Category.ENGINE,
                    "a GPU is required and the engine finds none; bring a PyTorch with CUDA by PYTORCH_LIBRARY_PATH,"
                            + " PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cu128 (src/docs/devices.md says how), or leave"
                            + " out --require-gpu");
        }
        if (gpus == 0 || choice.kind() == Kind.CPU) {
            return new ChosenDevice(
                    Device.cpu(), choice.kind() == Kind.GPU ? "no GPU found for --device " + choice : "");
        }
        int index = choice.index().orElse(0);
        if (index >= gpus) {
            throw new AccrueException(
                    Category.USAGE,
                    "there is no " + choice + " (counted from 0) among " + gpus + (gpus == 1 ? " GPU" : " GPUs")
                            + "; give --device gpu:" + (gpus - 1) + " or less");
        }
        return new ChosenDevice(Device.gpu(index), "");
    }
}
