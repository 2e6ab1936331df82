package dev.accrue.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFilesTests {

    private static final int RED = 0xff0000;
    private static final int GREEN = 0x00ff00;
    private static final int BLUE = 0x0000ff;
    private static final int WHITE = 0xffffff;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif"})
    void readsWhatLosesNothing(String format) throws IOException {
        BufferedImage image = quarters(4, BufferedImage.TYPE_BYTE_INDEXED);

        Picture picture = PictureFiles.read(write(image, format));

        assertThat(picture.width()).isEqualTo(8);
        assertThat(pixels(picture))
                .containsExactly(IntStream.range(0, 64)
                        .map(i -> image.getRGB(i % 8, i / 8) & WHITE)
                        .toArray());
    }

    @Test
    void readsJpeg() throws IOException {
        assertThat(corners(PictureFiles.read(write(quarters(16, BufferedImage.TYPE_INT_RGB), "jpg"))))
                .isEqualTo("RGBW");
    }

    /** The upright corners of a picture stored as RG over BW, by the table of the EXIF standard. */
    @ParameterizedTest
    @CsvSource({"1, RGBW", "2, GRWB", "3, WBGR", "4, BWRG", "5, RBGW", "6, BRWG", "7, WGBR", "8, GWRB", "9, RGBW"})
    void turnsAPictureAsItsOrientationSays(int orientation, String upright) throws IOException {
        byte[] jpeg = Files.readAllBytes(write(quarters(16, BufferedImage.TYPE_INT_RGB), "jpg"));
        Path turned = folder.resolve("turned.jpg");
        Files.write(turned, withOrientation(jpeg, orientation));

        assertThat(corners(PictureFiles.read(turned))).isEqualTo(upright);
    }

    @Test
    void swapsTheSidesOfAPictureOnItsSide() throws IOException {
        byte[] jpeg = Files.readAllBytes(write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), "jpg"));
        Path turned = folder.resolve("turned.jpg");
        Files.write(turned, withOrientation(jpeg, 6));

        assertThat(PictureFiles.read(turned))
                .extracting(Picture::width, Picture::height)
                .containsExactly(20, 30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void takesGreyAsItIsStored(String format) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 256; i++) {
            image.getRaster().setSample(i % 16, i / 16, 0, 100);
        }

        assertThat(pixels(PictureFiles.read(write(image, format)))).containsOnly(0x646464);
    }

    @Test
    void takesTheUpperHalfOf16Bits() throws IOException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(0, 0, 0, 65535);
        image.getRaster().setSample(1, 0, 0, 0x6464);

        assertThat(pixels(PictureFiles.read(write(image, "png")))).containsExactly(WHITE, 0x646464, 0);
    }

    @Test
    void readsPalettes() throws IOException {
        byte[] red = {0, (byte) 200};
        byte[] green = {10, 100};
        byte[] blue = {20, 50};
        BufferedImage image =
                new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 2, red, green, blue));
        image.getRaster().setSample(1, 0, 0, 1);

        assertThat(pixels(PictureFiles.read(write(image, "png")))).containsExactly(0x000a14, 0xc86432);
    }

    @Test
    void laysTransparentPartsOverWhite() throws IOException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00123456);
        image.setRGB(1, 0, 0xff123456);
        image.setRGB(2, 0, 0x80000000);

        assertThat(pixels(PictureFiles.read(write(image, "png")))).containsExactly(WHITE, 0x123456, 0x7f7f7f);
    }

    @Test
    void thinsOutAPictureOfManyPixels() throws IOException {
        BufferedImage image = new BufferedImage(3000, 2100, BufferedImage.TYPE_BYTE_BINARY);

        assertThat(PictureFiles.read(write(image, "png")))
                .extracting(Picture::width, Picture::height)
                .containsExactly(1500, 1050);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
    void rejectsATornFile(String format) throws IOException {
        BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            noise.setRGB(i % 64, i / 64, (int) SplitMix64.mix(i));
        }
        Path file = write(noise, format);
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 1, 20, whole.length / 3, whole.length / 2}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertBad(file, " cannot be read: ");
        }
    }

    @Test
    void rejectsJpegInPrintingColours() throws IOException {
        Path file = folder.resolve("cmyk.jpg");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(new IIOImage(
                    Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, new Point()), null, null));
        }
        writer.dispose();

        assertBad(file, "a JPEG of four channels (CMYK), expected RGB or grey");
    }

    @Test
    void refusesAPictureOfTooManyPixelsFromItsHeader() throws IOException {
        Path bomb = folder.resolve("bomb.png");
        Files.write(bomb, emptyPng(20_000, 20_000));

        assertBad(bomb, "20,000 x 20,000 pixels, the most is 100 million");
    }

    @Test
    void rejectsAFileThatIsNoPicture() throws IOException {
        Path text = folder.resolve("text.png");
        Files.writeString(text, "no picture");

        assertBad(text, text + " cannot be read: not a PNG, JPEG, BMP or GIF file");
    }

    @Test
    void saysThatAFileIsNotThere() {
        assertThatThrownBy(() -> PictureFiles.read(folder.resolve("none.png")))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND))
                .hasMessageContaining("there is no file");
    }

    @Test
    void labelsEachFileByItsPlace() throws IOException {
        Path one = write(quarters(1, BufferedImage.TYPE_INT_RGB), "png");

        ImageSet images = PictureFiles.of(List.of(one, one));

        assertThat(images.size()).isEqualTo(2);
        assertThat(images.label(0)).isZero();
        assertThat(images.label(1)).isEqualTo(1);
        assertThat(images.name(1)).isEqualTo(one.toString());
    }

    private static void assertBad(Path file, String message) {
        assertThatThrownBy(() -> PictureFiles.read(file))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                .hasMessageContaining(message);
    }

    private Path write(BufferedImage image, String format) throws IOException {
        Path file = folder.resolve("picture." + format);
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
        return file;
    }

    /** Four squares: red, green over blue, white. */
    private static BufferedImage quarters(int side, int type) {
        BufferedImage image = new BufferedImage(2 * side, 2 * side, type);
        Graphics2D graphics = image.createGraphics();
        int[] colours = {RED, GREEN, BLUE, WHITE};
        for (int i = 0; i < 4; i++) {
            graphics.setColor(new Color(colours[i]));
            graphics.fillRect(i % 2 * side, i / 2 * side, side, side);
        }
        graphics.dispose();
        return image;
    }

    private static int[] pixels(Picture picture) {
        int[] pixels = new int[picture.width() * picture.height()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (picture.rgb()[3 * i] & 0xff) << 16
                    | (picture.rgb()[3 * i + 1] & 0xff) << 8
                    | (picture.rgb()[3 * i + 2] & 0xff);
        }
        return pixels;
    }

    private static String corners(Picture picture) {
        int[] pixels = pixels(picture);
        int last = pixels.length - 1;
        StringBuilder corners = new StringBuilder();
        for (int at : new int[] {0, picture.width() - 1, last - picture.width() + 1, last}) {
            int bright = (pixels[at] >> 21 & 4) | (pixels[at] >> 14 & 2) | (pixels[at] >> 7 & 1);
            corners.append("kBG?R??W".charAt(bright));
        }
        return corners.toString();
    }

    /** Puts an EXIF segment with one entry, tag 0x0112, behind the start marker. */
    private static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteBuffer segment = ByteBuffer.allocate(36);
        segment.putShort((short) 0xffe1).putShort((short) 34);
        segment.put(new byte[] {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42}).putInt(8);
        segment.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        segment.putShort((short) orientation).putShort((short) 0).putInt(0);
        return withSegment(jpeg, segment.array());
    }

    private static byte[] withSegment(byte[] jpeg, byte[] segment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.writeBytes(segment);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    private static byte[] emptyPng(int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        ByteBuffer header = ByteBuffer.allocate(17);
        header.put(new byte[] {'I', 'H', 'D', 'R'}).putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.array());
        out.write(ByteBuffer.allocate(4).putInt(0, 13).array());
        out.write(header.array());
        out.write(ByteBuffer.allocate(4).putInt(0, (int) crc.getValue()).array());
        return out.toByteArray();
    }
}
