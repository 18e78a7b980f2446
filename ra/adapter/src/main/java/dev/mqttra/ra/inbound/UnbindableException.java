package dev.mqttra.ra.inbound;

/** A message does not fit the parameters of the method it is for. The message's fault, so there is no stack trace. */
final class UnbindableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnbindableException(String message) {
        super(message, null, false, false);
    }
}
