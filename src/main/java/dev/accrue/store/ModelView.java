package dev.accrue.store;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The classes of a version as one view of its backbone sees them. All views of a version have the same classes in the
 * same order, and none shares a number with another.
 *
 * @param id text of the view
 * @param dimension d
 * @param pools whether classes give their scatters to one of the view as they are learnt and keep mean and count only
 * @param scatter digest of that scatter; empty unless the view pools and has classes
 * @param classes in the order they were learnt
 */
public record ModelView(String id, int dimension, boolean pools, Optional<String> scatter, List<ClassRow> classes) {

    /** The id of the view that every backbone has: the pooled output of its last layer. */
    public static final String LAST = "last";

    private static final Pattern ID = Pattern.compile("[ -~]{1,500}");

    public ModelView {
        classes = List.copyOf(classes);
    }

    /** Whether a text can be the id of a view: 1 to 500 characters of ASCII, none of them a control character. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** What there is to say of a view before it has classes. */
    public record Plan(String id, int dimension, boolean pools) {

        /** The one view of models that were given none. */
        public static Plan last(int dimension) {
            return new Plan(LAST, dimension, false);
        }
    }

    public Plan plan() {
        return new Plan(id, dimension, pools);
    }
}
