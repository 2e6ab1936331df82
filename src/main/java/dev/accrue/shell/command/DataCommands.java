package dev.accrue.shell.command;

import static dev.accrue.common.Messages.text;
import static dev.accrue.shell.command.CommandSpec.Group.DATA;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.Cifar10Archive;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.output.Table;
import java.nio.file.Path;
import java.util.List;
import org.springframework.shell.command.CommandRegistration;

/** {@code data} and {@code data fetch}. */
public final class DataCommands implements CommandGroup {
    private final DatasetCatalog catalog;
    private final Cifar10Archive cifar10;

    public DataCommands(DatasetCatalog catalog, Cifar10Archive cifar10) {
        this.catalog = catalog;
        this.cifar10 = cifar10;
    }

    @Override
    public List<CommandRegistration> registrations() {
        return List.of(
                command("data", DATA).runs(this::list),
                command("data fetch", DATA)
                        .argument("name", Values.oneOf("cifar10"))
                        .runs(this::fetch));
    }

    private Reply list(Arguments arguments) {
        Table.Builder table =
                Table.titled("data sets").text("name").text("where").text("what");
        catalog.entries().forEach(entry -> table.row(entry.name(), entry.where(), entry.description()));
        return Reply.of(table.build());
    }

    private Reply fetch(Arguments arguments) {
        if (!arguments.text("name").equals("cifar10")) {
            throw new AccrueException(
                    Category.NOT_FOUND, text("command.fetch.unknown", arguments.text("name"), "cifar10"));
        }
        arguments.beforeWork();
        Path folder = cifar10.fetch(catalog.cache(), arguments.progress());
        return Reply.note(text("command.fetch.done", "cifar10", folder));
    }
}
