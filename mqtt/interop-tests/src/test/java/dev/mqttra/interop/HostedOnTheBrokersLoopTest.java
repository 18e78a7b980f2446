package dev.mqttra.interop;

/** The client's session on the broker's own loop: no other thread. */
class HostedOnTheBrokersLoopTest extends HostedContract {
    HostedOnTheBrokersLoopTest() {
        super(0);
    }
}
