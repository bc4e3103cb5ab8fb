package io.audiostream.transcriber.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of the process beside its limit. The engine allocates outside the Java heap, so the metrics of the heap do
 * not show how close the container is to its limit. Pages of files, such as those of a model, do not count: the kernel
 * reclaims them. Thread-safe.
 */
final class ProcessMemory implements MeterBinder {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern ANONYMOUS = Pattern.compile("(?m)^RssAnon:\\s*(\\d{1,15}) kB$");

    private final Path status;

    ProcessMemory() {
        this(STATUS);
    }

    /** @param status a file in the format of {@code /proc/PID/status} */
    ProcessMemory(Path status) {
        this.status = status;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("audiostream.memory.used", this, ProcessMemory::usedBytes)
                .description("Memory of the process that the kernel cannot reclaim")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
        Gauge.builder("audiostream.memory.limit", ProcessMemory::limitBytes)
                .description("Memory limit of the container, or the memory of the machine")
                .baseUnit("bytes")
                .register(registry);
    }

    /** Returns the anonymous memory of the process; NaN where the system does not report it. */
    double usedBytes() {
        try {
            Matcher anonymous = ANONYMOUS.matcher(Files.readString(status));
            return anonymous.find() ? Long.parseLong(anonymous.group(1)) * 1024.0 : Double.NaN;
        } catch (IOException _) {
            return Double.NaN; // Not Linux.
        }
    }

    private static double limitBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
