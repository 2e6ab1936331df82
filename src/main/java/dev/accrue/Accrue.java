package dev.accrue;

/** The program. */
public final class Accrue {
    private Accrue() {}

    public static void main(String[] args) {
        System.exit(0);
    }
}
