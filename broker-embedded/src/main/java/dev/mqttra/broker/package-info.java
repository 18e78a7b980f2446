/**
 * The public face of the embeddable broker: {@link dev.mqttra.broker.BrokerConfig} says what it shall be, the facade
 * starts it, {@link dev.mqttra.broker.Authenticator} and {@link dev.mqttra.broker.Authorizer} decide who may do what.
 */
@NullMarked
package dev.mqttra.broker;

import org.jspecify.annotations.NullMarked;
