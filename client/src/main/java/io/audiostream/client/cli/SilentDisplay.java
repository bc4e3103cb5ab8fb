package io.audiostream.client.cli;

import java.time.Duration;

/** Shows neither interims nor progress. */
final class SilentDisplay implements Display {

    @Override
    public void interim(String text) {}

    @Override
    public void position(Duration position) {}

    @Override
    public void message(String text) {}

    @Override
    public void clear() {}
}
