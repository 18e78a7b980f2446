/** What is deployed: beans that write one row for each message, and a page that tells which rows there are. */
@NullMarked
package dev.mqttra.kill.app;

import org.jspecify.annotations.NullMarked;
