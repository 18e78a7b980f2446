/** Topic names, topic filters and the tree of subscriptions [5.0 4.7]. */
@NullMarked
package dev.mqttra.protocol.topic;

import org.jspecify.annotations.NullMarked;
