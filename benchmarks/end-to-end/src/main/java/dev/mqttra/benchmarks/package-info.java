/**
 * Whole brokers side by side: each runs as a process of its own under the same load. The load generator is one thread
 * over non-blocking sockets that sends frames encoded beforehand and counts what comes back without building objects;
 * its own ceiling is measured against a forwarder that does nothing.
 */
@NullMarked
package dev.mqttra.benchmarks;

import org.jspecify.annotations.NullMarked;
