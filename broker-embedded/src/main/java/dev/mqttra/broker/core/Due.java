package dev.mqttra.broker.core;

/** What has a deadline in the core. */
interface Due {

    /** The deadline has come, and is forgotten. */
    void onDue(long now);
}
