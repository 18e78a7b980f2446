package dev.mqttra.ra.inbound;

/**
 * How messages are collected for a method that takes several at once.
 *
 * @param size the most that one call gets, from 1 on
 * @param lingerNanos how long the first message waits for others; 0 for those only that arrive together with it
 */
public record BatchPolicy(int size, long lingerNanos) {}
