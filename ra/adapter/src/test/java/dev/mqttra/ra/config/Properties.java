package dev.mqttra.ra.config;

/** Beans without anything around them. */
final class Properties {
    private Properties() {}

    static final class OfConnection extends ConnectionProperties {
        private static final long serialVersionUID = 1L;
    }

    static final class OfAdapter extends AdapterProperties {
        private static final long serialVersionUID = 1L;
    }
}
