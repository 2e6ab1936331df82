package dev.accrue.output.chart;

import dev.accrue.output.terminal.TerminalProfile;
import java.awt.image.BufferedImage;

/** Something to be seen at a glance. */
public sealed interface Chart permits Heatmap, LineChart {

    /** Drawn in the characters and colours that the terminal has, within its width; each line ends with a line end. */
    String text(TerminalProfile terminal);

    /** Drawn in pixels, without a screen. */
    BufferedImage picture();
}
