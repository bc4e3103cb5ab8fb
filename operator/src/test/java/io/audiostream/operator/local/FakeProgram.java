package io.audiostream.operator.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A fake transcriber that can fail. The content of its "model" selects the behaviour: {@code serve}, which crashes on a
 * request for /crash, or {@code fail}, which exits at once.
 */
public final class FakeProgram {
    private FakeProgram() {}

    public static void main(String[] args) throws Exception {
        System.out.println("fake program with " + String.join(" ", args));
        switch (args[0]) {
            case "fetch-model" -> fetch(args);
            case "serve" -> serve(Files.readString(weights(Path.of(option(args, "--model-file")))), args);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void fetch(String[] args) throws IOException {
        System.err.println("fetching " + option(args, "--uri"));
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--file")) {
                Files.createDirectories(Path.of(args[i + 1]).getParent());
                Files.writeString(Path.of(args[i + 1]), "serve");
            }
        }
    }

    private static Path weights(Path model) {
        return Files.isDirectory(model) ? model.resolve("model.bin") : model;
    }

    private static void serve(String behaviour, String[] args) throws Exception {
        if (behaviour.equals("fail")) {
            System.err.println("the model is broken");
            System.exit(3);
        }
        var port = List.of(args).contains("--api-port") ? Integer.parseInt(option(args, "--api-port")) : 8002;
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            if (exchange.getRequestURI().getPath().endsWith("/crash")) {
                System.err.println("something terrible");
                Runtime.getRuntime().halt(134);
            }
        });
        http.start();
        new CountDownLatch(1).await();
    }

    private static String option(String[] args, String name) {
        var all = List.of(args);
        return all.get(all.indexOf(name) + 1);
    }
}
