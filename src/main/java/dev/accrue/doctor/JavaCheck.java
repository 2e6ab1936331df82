package dev.accrue.doctor;

import static dev.accrue.common.Messages.text;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;

/** Java, the memory it may take, and the threads that compute. */
public final class JavaCheck implements Check {
    /** Less does not hold a batch of a network's layers and a scatter of thousands of features. */
    private static final long LEAST_HEAP = 512L << 20;

    private final Map<String, String> environment;

    /** @param environment reads {@code OMP_NUM_THREADS} and {@code OMP_WAIT_POLICY} */
    public JavaCheck(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String item() {
        return "java";
    }

    @Override
    public List<Finding> findings() {
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        return List.of(
                Finding.ok("java", Runtime.version() + ", " + System.getProperty("java.home")),
                heap(Runtime.getRuntime().maxMemory(), memory),
                threads(Runtime.getRuntime().availableProcessors()));
    }

    /**
     * @param most bytes that Java may take
     * @param memory bytes of the machine
     */
    static Finding heap(long most, long memory) {
        String found = text("doctor.heap", Sizes.text(most), Sizes.text(memory));
        if (most < LEAST_HEAP) {
            return Finding.wrong("heap", found, text("doctor.heapTooSmall"));
        }
        return most > memory / 4 * 3
                ? Finding.note("heap", found, text("doctor.heapTooLarge"))
                : Finding.ok("heap", found);
    }

    Finding threads(int processors) {
        String number = environment.getOrDefault("OMP_NUM_THREADS", "");
        String policy = environment.getOrDefault("OMP_WAIT_POLICY", "");
        String found = text(
                "doctor.threads",
                processors,
                number.isEmpty() ? text("doctor.unset") : number,
                policy.isEmpty() ? text("doctor.unset") : policy);
        if (number.matches("[0-9]{1,6}") && Integer.parseInt(number) > processors) {
            return Finding.note("threads", found, text("doctor.tooManyThreads", processors));
        }
        return policy.equalsIgnoreCase("PASSIVE")
                ? Finding.ok("threads", found)
                : Finding.note("threads", found, text("doctor.threadsSpin"));
    }
}
