package dev.accrue.doctor;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.Dataset;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.dataset.DatasetReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The data sets that can be used without saying where they are. */
public final class DataCheck implements Check {
    private final DatasetCatalog catalog;
    private final Map<String, String> environment;

    /** @param environment reads {@code ACCRUE_DATA} */
    public DataCheck(DatasetCatalog catalog, Map<String, String> environment) {
        this.catalog = catalog;
        this.environment = environment;
    }

    @Override
    public String item() {
        return "data";
    }

    @Override
    public List<Finding> findings() {
        return List.of(named("shapes"), named("cifar10"));
    }

    private Finding named(String name) {
        String item = "data " + name;
        try {
            DatasetReference where = catalog.resolve(new DatasetReference(name, Optional.empty()));
            Dataset data = catalog.open(where);
            return Finding.ok(
                    item, where.directory().map(folder -> folder + ": ").orElse("") + data.description());
        } catch (AccrueException e) {
            String said = environment.getOrDefault("ACCRUE_DATA", "");
            if (e.category() != Category.NOT_FOUND) {
                return Finding.wrong(item, e.getMessage(), text("doctor.damagedData", name));
            }
            return said.isBlank()
                    ? Finding.note(item, text("doctor.noData"), text("doctor.noDataAdvice", name))
                    : Finding.wrong(item, text("doctor.noDataThere", said), text("doctor.noDataThereAdvice", name));
        }
    }
}
