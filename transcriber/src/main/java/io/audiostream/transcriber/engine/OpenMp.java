package io.audiostream.transcriber.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * How GNU's OpenMP, on which the engines' threads run, waits where they meet, which is thousands of times in a decode.
 *
 * <p>By itself it spins 300,000 rounds before it sleeps, because it knows of no other process. When others want the cores,
 * too, such as other pods of the node, the one that is waited for has no core to come on: a decode of a second then takes
 * up to fifty. With a short spin it costs a decode that has its cores for itself at most a few hundredths
 * ({@code benchmarks/results/neighbours.md}).
 */
public final class OpenMp {

    /** Rounds: what libgomp takes by itself when it sees that it has more threads than cores. */
    private static final String SPIN_COUNT = "1000";

    private static final List<String> OWN_SETTINGS = List.of("GOMP_SPINCOUNT", "OMP_WAIT_POLICY");

    private static boolean done;

    private OpenMp() {}

    /**
     * Lets threads that wait sleep soon, unless the process was started with a {@code GOMP_SPINCOUNT} or
     * {@code OMP_WAIT_POLICY} of its own. Has an effect on libraries that are loaded afterwards. Any thread may call it,
     * as long as none changes the environment.
     */
    public static synchronized void spinBriefly() {
        if (done || OWN_SETTINGS.stream().anyMatch(name -> System.getenv(name) != null)) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        MethodHandle setenv = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setenv"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom("GOMP_SPINCOUNT");
            int failed = (int) setenv.invokeExact(name, arena.allocateFrom(SPIN_COUNT), 1);
            done = failed == 0; // else it is only slower beside others
        } catch (Throwable e) {
            throw new LinkageError("setenv of the C library can't be called", e);
        }
    }
}
