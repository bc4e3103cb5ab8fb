package io.audiostream.transcriber.fetch;

import io.audiostream.commandline.InvalidEnvironmentException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Selects proxies by the environment variables that curl reads, in upper or lower case. Immutable. */
final class ProxyConfig extends ProxySelector {

    private static final Pattern PROXY =
            Pattern.compile("(?:http://)?([A-Za-z0-9._-]+)(?::([0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}))?/?");

    private final Proxy https;
    private final Proxy http;
    private final List<String> direct;

    /** @throws InvalidEnvironmentException when a variable is not the address of a supported proxy */
    ProxyConfig(Map<String, String> environment) {
        https = proxy(environment, "https_proxy");
        http = proxy(environment, "http_proxy");
        direct = Stream.of(value(environment, "no_proxy").split(","))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT).replaceFirst("^(\\*?\\.)", ""))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** @param overrides values of variables, with names in lower case, that take precedence over the environment */
    static ProxyConfig ofEnvironment(Map<String, String> overrides) {
        var environment = new HashMap<>(System.getenv());
        environment.putAll(overrides);
        return new ProxyConfig(environment);
    }

    @Override
    public List<Proxy> select(URI uri) {
        var host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        if (direct.stream().anyMatch(entry -> entry.equals("*") || host.equals(entry) || host.endsWith("." + entry))) {
            return List.of(Proxy.NO_PROXY);
        }
        return List.of("https".equalsIgnoreCase(uri.getScheme()) ? https : http);
    }

    private static Proxy proxy(Map<String, String> environment, String variable) {
        String text = value(environment, variable);
        if (text.isEmpty()) {
            return Proxy.NO_PROXY;
        }
        Matcher proxy = PROXY.matcher(text);
        if (!proxy.matches()) {
            throw new InvalidEnvironmentException(
                    "%s is not the address of a supported proxy: use http://HOST:PORT, without a user"
                            .formatted(variable.toUpperCase(Locale.ROOT)));
        }
        int port = proxy.group(2) == null ? 80 : Integer.parseInt(proxy.group(2));
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.group(1), port));
    }

    private static String value(Map<String, String> environment, String variable) {
        String upperCase = environment.getOrDefault(variable.toUpperCase(Locale.ROOT), "");
        return environment.getOrDefault(variable, upperCase).strip();
    }

    /** Does nothing: the HTTP client reports the failure. */
    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
}
