package io.audiostream.transcriber.engine.openmp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * Configures how OpenMP threads wait at barriers, of which a decode has thousands.
 *
 * <p>By default libgomp spins 300,000 rounds before a thread sleeps, because it assumes that no other process needs the
 * cores. If other processes do, such as other pods of the node, spinning threads keep the core from the thread that
 * they wait for, and a decode takes many times as long. {@code benchmarks/run contention} compares both settings.
 */
public final class OpenMp {

    /** Rounds: what libgomp uses with {@code OMP_WAIT_POLICY=active} when it has more threads than cores. */
    private static final String SPIN_COUNT = "1000";

    private static final String SETTING = "GOMP_SPINCOUNT";
    private static final List<String> SETTINGS = List.of(SETTING, "OMP_WAIT_POLICY");
    private static final Linker LINKER = Linker.nativeLinker();

    private OpenMp() {}

    /**
     * Makes waiting threads sleep soon, unless the environment already has {@code GOMP_SPINCOUNT} or
     * {@code OMP_WAIT_POLICY}. This affects only libraries that are loaded afterwards. Thread-safe, as long as no
     * native code accesses the environment at the same time.
     */
    public static synchronized void spinBriefly() {
        MethodHandle getenv = function("getenv", FunctionDescriptor.of(ADDRESS, ADDRESS));
        MethodHandle setenv = function("setenv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        try (var arena = Arena.ofConfined()) {
            for (String name : SETTINGS) {
                var value = (MemorySegment) getenv.invokeExact(arena.allocateFrom(name));
                if (value.address() != 0) {
                    return;
                }
            }
            // setenv fails when memory is short. Then decodes are only slower beside other processes.
            int _ = (int) setenv.invokeExact(arena.allocateFrom(SETTING), arena.allocateFrom(SPIN_COUNT), 0);
        } catch (Throwable e) {
            throw new LinkageError("the environment of the C library cannot be accessed", e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor signature) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), signature);
    }
}
