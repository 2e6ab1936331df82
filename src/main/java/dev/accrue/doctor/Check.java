package dev.accrue.doctor;

import java.util.List;

/** Looks at one thing and what belongs to it. What it throws is a finding too. */
public interface Check {

    /** What it is called where the look itself fails. */
    String item();

    List<Finding> findings();
}
