package dev.mqttra.ra.inbound;

/** A message does not fit the parameters of the method it is for. The message's fault, so there is no stack trace. */
final class UnbindableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int index;

    UnbindableException(String message) {
        this(message, 0);
    }

    private UnbindableException(String message, int index) {
        super(message, null, false, false);
        this.index = index;
    }

    /** The same of the message at a place in the list. */
    UnbindableException at(int newIndex) {
        return new UnbindableException(String.valueOf(getMessage()), newIndex);
    }

    /** Which of the messages that were to be bound together it is; 0 where there was one. The others may fit. */
    int index() {
        return index;
    }
}
