package io.audiostream.transcriber.http;

/**
 * Where and how HTTP is served.
 *
 * @param host address to listen on
 * @param port 0 for any that is free
 * @param maxReceiveBytes largest upload that is taken
 */
public record HttpServerConfig(String host, int port, int maxReceiveBytes) {}
