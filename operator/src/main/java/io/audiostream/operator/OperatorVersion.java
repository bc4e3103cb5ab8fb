package io.audiostream.operator;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class OperatorVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        var version = OperatorVersion.class.getPackage().getImplementationVersion();
        return new String[] {"audiostream-operator " + (version == null ? "(not from a jar)" : version)};
    }
}
