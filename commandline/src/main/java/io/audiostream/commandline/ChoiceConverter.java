package io.audiostream.commandline;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts the values of an enum. A value is written as its {@link Object#toString} in upper or lower case. Name the
 * subclass in the option's {@code converter}: picocli ignores registered converters of enums.
 */
public abstract class ChoiceConverter<E extends Enum<E>> implements ITypeConverter<E> {

    private final Class<E> type;

    protected ChoiceConverter(Class<E> type) {
        this.type = type;
    }

    @Override
    public final E convert(String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is not one of " + choices()));
    }

    private String choices() {
        return Arrays.stream(type.getEnumConstants())
                .map(value -> value.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
