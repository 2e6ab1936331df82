package dev.accrue.dataset.folder;

import com.drew.imaging.FileType;
import com.drew.imaging.FileTypeDetector;
import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.exif.ExifIFD0Directory;
import dev.accrue.dataset.Picture;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * How a camera was held, as EXIF says it (tag 0x0112, values 1 to 8): the upright picture is the stored one
 * transposed or not, then mirrored or not in each direction.
 *
 * @param transposed rows and columns change places first
 * @param mirroredX then left and right
 * @param mirroredY then top and bottom
 */
record Orientation(boolean transposed, boolean mirroredX, boolean mirroredY) {

    private static final Orientation UPRIGHT = ofTag(1);

    /** What a file says; upright if it says nothing that can be read. */
    static Orientation of(byte[] file) throws IOException {
        if (FileTypeDetector.detectFileType(new BufferedInputStream(new ByteArrayInputStream(file))) != FileType.Jpeg) {
            return UPRIGHT;
        }
        try {
            var exif = ImageMetadataReader.readMetadata(new ByteArrayInputStream(file))
                    .getFirstDirectoryOfType(ExifIFD0Directory.class);
            Integer tag = exif == null ? null : exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
            return tag == null ? UPRIGHT : ofTag(tag);
        } catch (ImageProcessingException e) {
            return UPRIGHT;
        }
    }

    static Orientation ofTag(int tag) {
        return switch (tag) {
            case 2 -> new Orientation(false, true, false);
            case 3 -> new Orientation(false, true, true);
            case 4 -> new Orientation(false, false, true);
            case 5 -> new Orientation(true, false, false);
            case 6 -> new Orientation(true, true, false);
            case 7 -> new Orientation(true, true, true);
            case 8 -> new Orientation(true, false, true);
            default -> new Orientation(false, false, false);
        };
    }

    Picture apply(Picture stored) {
        if (equals(UPRIGHT)) {
            return stored;
        }
        int width = transposed ? stored.height() : stored.width();
        int height = transposed ? stored.width() : stored.height();
        byte[] rgb = new byte[stored.rgb().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = mirroredX ? width - 1 - x : x;
                int row = mirroredY ? height - 1 - y : y;
                int from = transposed ? column * stored.width() + row : row * stored.width() + column;
                System.arraycopy(stored.rgb(), from * 3, rgb, (y * width + x) * 3, 3);
            }
        }
        return new Picture(width, height, rgb);
    }
}
