/** Our codec beside others. */
@NullMarked
package dev.mqttra.codec.comparison;

import org.jspecify.annotations.NullMarked;
