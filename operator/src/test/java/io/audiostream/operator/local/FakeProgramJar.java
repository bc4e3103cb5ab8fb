package io.audiostream.operator.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A jar that starts {@link FakeProgram}. */
final class FakeProgramJar {
    private FakeProgramJar() {}

    static Path in(Path folder) throws IOException {
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, FakeProgram.class.getName());
        main.put(
                Attributes.Name.CLASS_PATH,
                FakeProgram.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString());
        var jar = folder.resolve("fake-program.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.finish();
        }
        return jar;
    }
}
