package dev.mqttra.benchmarks.caller;

/** What the called beans implement. */
public interface CallerListener {
    void onMessage(byte[] payload);
}
