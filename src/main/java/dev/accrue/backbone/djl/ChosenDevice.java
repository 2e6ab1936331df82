package dev.accrue.backbone.djl;

import static dev.accrue.common.Messages.text;

import ai.djl.Device;
import dev.accrue.backbone.DeviceChoice;
import dev.accrue.backbone.DeviceChoice.Kind;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;

/**
 * What became of a wish for a device.
 *
 * @param note what a person should know of it, in English as all that is kept with a model; mostly empty
 */
record ChosenDevice(Device device, String note) {

    /**
     * @param gpus that the engine can use
     * @throws AccrueException ENGINE where a required GPU is not there, USAGE for the number of one that is not there
     */
    static ChosenDevice of(DeviceChoice choice, int gpus) {
        if (gpus == 0 && choice.required()) {
            throw new AccrueException(Category.ENGINE, text("backbone.device.noGpu"));
        }
        if (gpus == 0 || choice.kind() == Kind.CPU) {
            return new ChosenDevice(
                    Device.cpu(), choice.kind() == Kind.GPU ? "no GPU found for --device " + choice : "");
        }
        int index = choice.index().orElse(0);
        if (index >= gpus) {
            throw new AccrueException(
                    Category.USAGE,
                    gpus == 1
                            ? text("backbone.device.onlyOneGpu", choice)
                            : text("backbone.device.noSuchGpu", choice, gpus, gpus - 1));
        }
        return new ChosenDevice(Device.gpu(index), "");
    }
}
