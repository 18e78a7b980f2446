/**
 * Configuration: the mutable JavaBeans that the Connectors specification wants, and the immutable, validated records
 * that the rest of the adapter works with. A rule that a value breaks is told by the name of its property.
 */
@NullMarked
package dev.mqttra.ra.config;

import org.jspecify.annotations.NullMarked;
