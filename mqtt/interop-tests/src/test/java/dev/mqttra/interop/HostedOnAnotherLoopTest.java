package dev.mqttra.interop;

/** The client's session on another loop: the mailboxes are between two threads. */
class HostedOnAnotherLoopTest extends HostedContract {
    HostedOnAnotherLoopTest() {
        super(1);
    }
}
