package dev.accrue.shell.command;

import static dev.accrue.common.Messages.text;
import static dev.accrue.shell.command.CommandSpec.Group.STORE;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.doctor.Doctor;
import dev.accrue.doctor.Finding;
import dev.accrue.doctor.Finding.State;
import dev.accrue.output.Table;
import java.util.List;
import java.util.Locale;
import org.springframework.shell.command.CommandRegistration;

/** {@code doctor}: whether all is there that the other commands need. */
public final class DoctorCommands implements CommandGroup {
    private final Doctor doctor;

    public DoctorCommands(Doctor doctor) {
        this.doctor = doctor;
    }

    @Override
    public List<CommandRegistration> registrations() {
        return List.of(command("doctor", STORE).runs(this::examine));
    }

    /** The table first, as it is what a person or a program acts on; then the failure, for the exit status. */
    private Reply examine(Arguments arguments) {
        List<Finding> findings = doctor.examine();
        Table.Builder table = Table.titled("what Accrue stands on")
                .text("item")
                .text("state")
                .text("found")
                .text("what_to_do");
        findings.forEach(finding -> table.row(
                finding.item(),
                finding.state().name().toLowerCase(Locale.ROOT),
                finding.found(),
                finding.advice().isEmpty() ? null : finding.advice()));
        List<String> wrong = findings.stream()
                .filter(finding -> finding.state() == State.WRONG)
                .map(Finding::item)
                .toList();
        if (wrong.isEmpty()) {
            return Reply.of(table.build(), text("doctor.allWell"));
        }
        arguments.stage().print(Reply.of(table.build()));
        throw new AccrueException(Category.BAD_DATA, text("doctor.wrong", wrong.size(), String.join(", ", wrong)));
    }
}
