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
 * How threads wait where they meet, which is thousands of times in a decode.
 *
 * <p>By itself libgomp spins 300,000 rounds before it sleeps, because it knows of no other process. When others want
 * the cores, too, such as other pods of the node, the thread that is waited for has no core to come on, and a decode
 * may take many times its time. {@code benchmarks/run neighbours} compares the two.
 */
public final class OpenMp {

    /** Rounds: what libgomp takes by itself when it sees that it has more threads than cores. */
    private static final String SPIN_COUNT = "1000";

    private static final String SETTING = "GOMP_SPINCOUNT";
    private static final List<String> SETTINGS = List.of(SETTING, "OMP_WAIT_POLICY");
    private static final Linker LINKER = Linker.nativeLinker();

    private OpenMp() {}

    /**
     * Lets threads that wait sleep soon, unless the environment has a {@code GOMP_SPINCOUNT} or {@code OMP_WAIT_POLICY}
     * already. Has an effect on libraries that are loaded afterwards. Any thread may call it, as long as no native code
     * reads or changes the environment meanwhile.
     */
    public static synchronized void spinBriefly() {
        MethodHandle getenv = function("getenv", FunctionDescriptor.of(ADDRESS, ADDRESS));
        MethodHandle setenv = function("setenv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            for (String name : SETTINGS) {
                MemorySegment value = (MemorySegment) getenv.invokeExact(arena.allocateFrom(name));
                if (value.address() != 0) {
                    return;
                }
            }
            // It fails when there is no memory for it; then decodes are only slower beside others.
            int _ = (int) setenv.invokeExact(arena.allocateFrom(SETTING), arena.allocateFrom(SPIN_COUNT), 0);
        } catch (Throwable e) {
            throw new LinkageError("the C library's environment can't be reached", e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor signature) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), signature);
    }
}
