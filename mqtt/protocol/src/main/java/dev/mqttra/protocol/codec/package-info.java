/** Packets to bytes and back, for all versions, incrementally and without I/O. */
@NullMarked
package dev.mqttra.protocol.codec;

import org.jspecify.annotations.NullMarked;
