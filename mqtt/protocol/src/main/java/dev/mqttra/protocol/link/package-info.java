/** The seam between the state machines and whatever carries packets: a socket, or a mailbox inside the VM. */
@NullMarked
package dev.mqttra.protocol.link;

import org.jspecify.annotations.NullMarked;
