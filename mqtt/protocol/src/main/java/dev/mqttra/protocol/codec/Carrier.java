package dev.mqttra.protocol.codec;

/** What carries properties; the six acknowledgements know the same ones [5.0 2.2.2.2]. */
enum Carrier {
    CONNECT,
    WILL,
    CONNACK,
    PUBLISH,
    ACKNOWLEDGEMENT,
    SUBSCRIBE,
    UNSUBSCRIBE,
    DISCONNECT,
    AUTH
}
