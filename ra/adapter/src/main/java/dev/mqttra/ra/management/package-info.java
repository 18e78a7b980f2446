/** What the adapter shows through JMX, so that a page or a tool needs none of its types. */
@NullMarked
package dev.mqttra.ra.management;

import org.jspecify.annotations.NullMarked;
