package dev.accrue.dataset;

import java.util.List;

/** Labelled images in two splits. */
public interface Dataset {

    /** The name typed after {@code --data}. */
    String name();

    /** One line for people; says "generated" where the images are. */
    String description();

    List<String> classes();

    ImageSet images(Split split);
}
