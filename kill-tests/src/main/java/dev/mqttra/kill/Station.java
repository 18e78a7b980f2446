package dev.mqttra.kill;

/** A channel with its network, and what is known of its messages. */
record Station(Channel channel, Ledger ledger, Network network) {}
