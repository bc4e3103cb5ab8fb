package io.audiostream.commandline;

import picocli.CommandLine.IVersionProvider;

/** Prints the version line of a program: its name and the version that the build wrote into the jar's manifest. */
public abstract class ManifestVersion implements IVersionProvider {

    private final String program;

    /** @param program name of the program */
    protected ManifestVersion(String program) {
        this.program = program;
    }

    @Override
    public final String[] getVersion() {
        String version = getClass().getPackage().getImplementationVersion();
        return new String[] {program + " " + (version == null ? "(not packaged)" : version)};
    }
}
