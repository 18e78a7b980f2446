package dev.mqttra.ra.security;

import java.util.List;

/**
 * As whom application code is called. Whoever makes one is responsible for it: the server does not ask its realm again.
 *
 * @param groups the groups of the user, for the mapping of roles; perhaps none
 */
public record Caller(String name, List<String> groups) {
    public Caller {
        groups = List.copyOf(groups);
    }

    @Override
    public String toString() {
        return name;
    }
}
