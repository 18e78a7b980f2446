/** The sample plant, running as a whole on one machine. */
@NullMarked
package dev.mqttra.sample.demo;

import org.jspecify.annotations.NullMarked;
