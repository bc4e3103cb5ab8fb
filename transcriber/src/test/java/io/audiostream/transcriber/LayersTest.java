package io.audiostream.transcriber;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.audiostream.transcriber", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule coreDependsOnNeitherGrpcNorHttp = noClasses()
            .that()
            .resideInAnyPackage("..session..", "..audio..", "..engine..", "..scheduling..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.grpc..", "io.audiostream.proto..", "io.javalin..", "jakarta.servlet..", "..grpc..", "..http..");

    @ArchTest
    static final ArchRule audioUsesNoOtherPackageAndNoIo = noClasses()
            .that()
            .resideInAPackage("..audio..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..session..",
                    "..engine..",
                    "..scheduling..",
                    "org.slf4j..",
                    "java.io..",
                    "java.nio.file..",
                    "java.net..");

    @ArchTest
    static final ArchRule engineAndSchedulingDependOnNeitherSessionNorAudio = noClasses()
            .that()
            .resideInAnyPackage("..engine..", "..scheduling..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..session..", "..audio..");

    @ArchTest
    static final ArchRule engineDoesNotDependOnScheduling = noClasses()
            .that()
            .resideInAPackage("..engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..scheduling..");

    @ArchTest
    static final ArchRule onlyEnginesUseNativeCode = noClasses()
            .that()
            .resideOutsideOfPackages("..engine.whispercpp..", "..engine.ctranslate2..", "..engine.openmp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.lang.foreign..", "io.github.givimad..");

    @ArchTest
    static final ArchRule onlySileroUsesOnnxRuntime = noClasses()
            .that()
            .resideOutsideOfPackage("..silero..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule sileroDependsOnAudioOnly = noClasses()
            .that()
            .resideInAPackage("..silero..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..session..", "..engine..", "..scheduling..", "..grpc..", "..http..");

    @ArchTest
    static final ArchRule contractKnowsNoTransport = noClasses()
            .that()
            .resideInAPackage("..contract..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "io.javalin..", "..grpc..", "..http..", "..websocket..");

    @ArchTest
    static final ArchRule onlyFfmpegStartsProcesses = noClasses()
            .that()
            .resideOutsideOfPackage("..ffmpeg..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Process.class, ProcessBuilder.class);

    @ArchTest
    static final ArchRule ffmpegDependsOnAudioOnly = noClasses()
            .that()
            .resideInAPackage("..ffmpeg..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..session..", "..engine..", "..scheduling..", "..grpc..", "..http..");

    @ArchTest
    static final ArchRule onlyTracingAndRootUseOpenTelemetry = noClasses()
            .that()
            .resideOutsideOfPackages("..tracing..", "io.audiostream.transcriber")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule onlyMetricsUseMicrometer = noClasses()
            .that()
            .resideOutsideOfPackage("..metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule onlyMainAndConfigReadTheEnvironment = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Main")
            .and()
            .haveSimpleNameNotEndingWith("Config")
            .should()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getenv");

    @ArchTest
    static final ArchRule noPackageDependsOnRoot = noClasses()
            .that()
            .resideOutsideOfPackage("io.audiostream.transcriber")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.audiostream.transcriber")
            .because("the root package contains the program, which uses all other packages");

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("io.audiostream.transcriber.(*)..").should().beFreeOfCycles();
}
