/**
 * The broker's machine, without I/O, clock or thread: {@link dev.mqttra.broker.core.BrokerCore} takes links and packets and
 * sends packets to links. One thread owns all of it, so there is no lock; time is an argument; every collection that
 * decides an order has one. So the same input gives the same output, and every rule is tested without a socket.
 *
 * <p><b>Who knows what.</b> A {@code Connection} is one link: before CONNECT, while the {@code Handshake} waits for the
 * authenticator, with its session, closed. Each version's CONNECT becomes the same {@code Terms}, so that hardly anybody
 * asks for the version later; {@code Authentication} is the talk with the authenticator, of one question or of AUTH
 * packets; a {@code Farewell} is what a client is told at an end that is not its own. {@code Commands} are what an accepted client may say. A {@code BrokerSession}
 * is one client identifier: its subscriptions, its {@code Outbound} (what it owes the client: queue and
 * {@link dev.mqttra.protocol.session.SendFlow}) and its {@code Inbound} (what it owes others:
 * {@link dev.mqttra.protocol.session.ReceiveFlow}), and its {@code LastWill}. {@code Publications} brings a message to the {@code Retained} ones and
 * along a {@code Route} to sessions and to each {@code SharedGroup}.
 *
 * <p><b>When a PUBLISH is acknowledged.</b> Each PUBLISH of QoS 1 or 2 has a {@code Receipt}. It waits for the commit of its
 * batch, and for every session of a client inside the VM (the adapter's, on behalf of beans) that the message matched:
 * until that client has acknowledged its copy in turn. Clients from the network are never waited for. So with a memory
 * store nothing is acknowledged that a bean could still lose, and with a durable one nothing that is not on disk. If a
 * local session ends with a message that it did not take over, or has no room for one, the publisher's connection is
 * closed without an acknowledgement; its client repeats the message on the next one. A publisher inside the VM loses
 * nothing that it would not lose with the broker anyway, and may be what the local session waits for: it is acknowledged
 * at the commit, unless as much as a device may have unacknowledged waits for local sessions already.
 *
 * <p><b>What limits whom.</b> A slow client from the network loses messages at the bound of its own queue, QoS 0 first,
 * and slows nobody. A slow client inside the VM loses nothing of QoS 1 and 2: its publishers are not acknowledged, and one
 * that has too much unacknowledged is not read (and not declared dead) until half is. All bounds are in
 * {@link dev.mqttra.broker.BrokerConfig}, each with its answer.
 *
 * <p><b>Choices where a standard leaves one.</b> One copy per client for overlapping filters, at the highest QoS and with
 * all identifiers. QoS 0 is not kept for a client that is away. Clients of every version may share subscriptions.
 * {@code $SYS/} is the broker's own: what a client publishes there is dropped, as is all that the authorizer refuses; 3.x
 * acknowledges it, 5.0 says so. A session belongs to
 * a user: CONNECT of another user with its client identifier begins a new one, and authenticating again cannot change it. A client identifier used inside the VM is
 * refused to the network (code 2). When the broker closes, wills are published first.
 *
 * <p><b>The hot path.</b> A message costs one look into the route cache, then for each session one test of its link and one
 * call of {@link dev.mqttra.protocol.link.Link#publish}: at QoS 0 no object is made for it, as the route knows beforehand
 * what each copy says. Each link that was written to
 * is flushed once, at the batch's end.
 */
@NullMarked
package dev.mqttra.broker.core;

import org.jspecify.annotations.NullMarked;
