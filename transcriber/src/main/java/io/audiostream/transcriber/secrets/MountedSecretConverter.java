package io.audiostream.transcriber.secrets;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option {@code NAME=DIR}. */
public final class MountedSecretConverter implements ITypeConverter<MountedSecret> {
    @Override
    public MountedSecret convert(String value) {
        try {
            return MountedSecret.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
