package dev.accrue.dataset;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.preparation.ReadAheadPictures;

/** Makes image sets ready for a backbone. */
public final class Preparation {
    private Preparation() {}

    /**
     * Refuses a batch that no array can hold, before anything is read.
     *
     * @param batchSize pictures
     * @param inputSize side of the square pictures in pixels
     * @throws AccrueException USAGE, with the largest batch that fits
     */
    public static void checkBatch(int batchSize, int inputSize) {
        ReadAheadPictures.checkBatch(batchSize, inputSize);
    }

    /** As the other does, for networks that are trained here. */
    public static PreparedPictures prepare(ImageSet images, int inputSize, boolean skipBad) {
        return prepare(images, Framing.plain(inputSize), skipBad);
    }

    /**
     * Decodes and resizes ahead of the caller. A picture that is not square loses both ends of its long side, unless the
     * framing shows them: its centre square is taken (what resizing the short side and cropping the centre gives).
     * Shrinking averages over the area of a pixel, enlarging interpolates with half-pixel centres (align_corners=false in
     * PyTorch); a picture of the input size already is left as it is.
     *
     * @param skipBad leave out pictures that cannot be read; else the walk counts them all and fails
     */
    public static PreparedPictures prepare(ImageSet images, Framing framing, boolean skipBad) {
        if (framing.size() < 1) {
            throw new AccrueException(Category.USAGE, text("dataset.inputSizeTooSmall", framing.size()));
        }
        return new ReadAheadPictures(images, framing, skipBad);
    }
}
