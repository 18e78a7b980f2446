package dev.mqttra.ra.hosted;

import jakarta.resource.ResourceException;

/** How a connection factory or an activation finds what its resource adapter offers. The adapter bean is one. */
public interface StartedAdapter {

    /**
     * @throws ResourceException if the adapter is not running: not started yet, or stopped
     */
    AdapterContext context() throws ResourceException;
}
