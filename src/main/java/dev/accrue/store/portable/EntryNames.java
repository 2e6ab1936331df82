package dev.accrue.store.portable;

import dev.accrue.store.portable.Manifest.Form;
import dev.accrue.store.portable.Manifest.ViewPart;
import java.util.ArrayList;
import java.util.List;

/**
 * How the entries of a view are called: those of the first view without a folder, so that a model of one view has no
 * folders, and those of the others in {@code view1/}, {@code view2/} ...
 *
 * @param view which one, counted from 0
 */
record EntryNames(int view) {
    /** Of all views. */
    static final String LABELS = "labels.npy";

    String counts() {
        return folder() + "counts.npy";
    }

    String means() {
        return folder() + "means.npy";
    }

    /** Of class i of a form that has a scatter of its own. */
    List<String> scatter(int i, Form form) {
        return List.of(folder() + (form == Form.FACTOR ? "factor/%04d.npy" : "scatter/%04d.npy").formatted(i));
    }

    String heldOut(int i) {
        return folder() + "held_out/%04d.npy".formatted(i);
    }

    /** Of shared scatter k. */
    List<String> shared(int k) {
        return List.of(
                folder() + "shared/%04d.pooled.npy".formatted(k), folder() + "shared/%04d.equal.npy".formatted(k));
    }

    /** Those that belong to a view with such classes, in order. */
    List<String> all(ViewPart part) {
        List<String> names = new ArrayList<>(List.of(counts()));
        if (view == 0) {
            names.add(LABELS);
        }
        names.add(means());
        for (int i = 0; i < part.classes().size(); i++) {
            Form form = part.classes().get(i).form();
            if (!form.shares()) {
                names.addAll(scatter(i, form));
            }
        }
        for (int i = 0; i < part.heldOut().size(); i++) {
            if (part.heldOut().get(i) > 0) {
                names.add(heldOut(i));
            }
        }
        for (int k = 0; k < part.sharedScatters().size(); k++) {
            names.addAll(shared(k));
        }
        return names;
    }

    private String folder() {
        return view == 0 ? "" : "view" + view + "/";
    }
}
