package io.audiostream.transcriber.session;

/** Ignores what a session finds. */
final class IgnoringListener implements SessionListener {

    @Override
    public void onResult(SegmentResult result) {}

    @Override
    public void onCompleted(SegmentResult.Progress progress) {}

    @Override
    public void onFailed(Exception failure) {}
}
