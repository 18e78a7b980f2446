package dev.mqttra.interop;

/** A column of docs/interop.md. */
public enum Feature {
    QOS("QoS 0, 1, 2", "A message arrives at each quality of service, unchanged."),
    ORDER("in order", "Many messages, sent without waiting for each other, arrive once and in order."),
    LARGE("1 MiB", "An empty message and one of a mebibyte arrive whole."),
    RETAINED("retained", "A retained message waits for the subscriber, is marked, and can be cleared."),
    WILL("will", "A will is published when the connection breaks, and not after a DISCONNECT."),
    OFFLINE("session", "A session keeps what comes while its client is away."),
    RESUMED(
            "in flight, to the client",
            "Messages whose acknowledgement the network has lost come again with the session; at QoS 2 only once."),
    REPEATED(
            "in flight, to the server",
            "Messages whose acknowledgement the network has lost are sent again with the session; at QoS 2 they count once."),
    STORM("storm", "A connection that breaks again and again loses nothing, and doubles nothing at QoS 2."),
    WINDOW("slow client", "A client that acknowledges slowly gets only what it can hold."),
    RUNTIME("unsubscribe", "Subscriptions come and go while messages flow."),
    RESTART("restart", "A server that was restarted is found again."),
    SHARED("shared", "Each message of a shared subscription goes to one of its members."),
    REFUSED("refusals", "A refused CONNECT and SUBSCRIBE are told with the version's code."),
    PROPERTIES(
            "properties",
            "Content type, response topic, correlation data and user properties arrive as they were sent."),
    EXPIRY("expiry", "The message expiry interval is carried, less the time waited."),
    IDENTIFIERS("subscription ids", "A message that matches several subscriptions carries all their identifiers."),
    REASONS("reason codes", "The codes of PUBACK and of the server's DISCONNECT arrive."),
    ALIASES("topic aliases", "Many topics go through few aliases unharmed."),
    OPTIONS("subscription options", "No local, retain as published and retain handling hold."),
    LEAVING("goodbye", "DISCONNECT can end the session, and can leave the will behind."),
    NEGOTIATION("negotiation", "The newest common version is chosen, and a nameless client gets a name.");

    final String title;
    final String meaning;

    Feature(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }
}
