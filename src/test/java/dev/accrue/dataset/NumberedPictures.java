package dev.accrue.dataset;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Pictures in memory: number i is one grey of value {@code i mod 256}, of class {@code i mod classes}. */
record NumberedPictures(List<String> classes, int size, int side, Set<Integer> bad) implements PictureSource {

    static ImageSet of(int size, int side, Integer... bad) {
        return SelectedImages.all(new NumberedPictures(List.of("ant", "bee", "cow"), size, side, Set.of(bad)));
    }

    @Override
    public int label(int index) {
        return index % classes.size();
    }

    @Override
    public String name(int index) {
        return "picture " + index;
    }

    @Override
    public byte[] content(int index) throws IOException {
        if (bad.contains(index)) {
            throw new IOException("torn");
        }
        byte[] rgb = new byte[side * side * 3];
        Arrays.fill(rgb, (byte) index);
        return rgb;
    }

    @Override
    public Picture picture(int index, byte[] rgb) {
        return new Picture(side, side, rgb);
    }
}
