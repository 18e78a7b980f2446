/** The broker's machine: being written. */
@NullMarked
package dev.mqttra.broker.core;

import org.jspecify.annotations.NullMarked;
