package io.audiostream.systemtest;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Injects one {@link LocalService} into all test classes that only make calls to it. JUnit closes the service after the
 * last test class.
 */
final class SharedLocalService implements ParameterResolver {

    /** More slots than the streams of two test classes, which run at the same time. */
    private static final String SPEC = "  slots: 8\n";

    private static final Namespace NAMESPACE = Namespace.create(SharedLocalService.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalService.class;
    }

    @Override
    public LocalService resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(LocalService.class, _ -> LocalService.start(SPEC), LocalService.class);
    }
}
