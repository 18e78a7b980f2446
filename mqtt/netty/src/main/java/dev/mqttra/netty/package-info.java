/**
 * Packets over sockets: event loops on threads that are given, a listener, a connector, and the link between them and
 * the state machines. The only package that sees Netty; none of Netty's types is in its public face.
 */
@NullMarked
package dev.mqttra.netty;

import org.jspecify.annotations.NullMarked;
