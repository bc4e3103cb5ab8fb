package io.audiostream.transcriber;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class BuildVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = BuildVersion.class.getPackage().getImplementationVersion();
        return new String[] {"audiostream-transcriber " + (version == null ? "(not packaged)" : version)};
    }
}
