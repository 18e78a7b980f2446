package dev.mqttra.it.app;

import dev.mqttra.api.MqttMessage;

/**
 * What a message asks the bean that gets it for, by its first word: {@code always} fails, {@code wrong} fails with an
 * exception of its own, {@code until GATE} fails until that gate is open, {@code fail N} fails N times. The journal says
 * that it came, each time.
 */
public final class Deeds {
    private Deeds() {}

    static void of(MqttMessage message) {
        String came = "came " + message.topic() + " " + message.text();
        Journal.add(came);
        String[] words = message.text().split(" ");
        switch (words[0]) {
            case "always" -> throw new IllegalStateException("as asked for by " + message.topic());
            case "wrong" -> throw new IllegalArgumentException("as asked for by " + message.topic());
            case "until" -> failUnless(Journal.isOpen(words[1]), message);
            case "fail" -> failUnless(Journal.count(came) > Integer.parseInt(words[1]), message);
            default -> Journal.add("done " + message.topic() + " " + message.text());
        }
    }

    private static void failUnless(boolean done, MqttMessage message) {
        if (!done) {
            throw new IllegalStateException("not yet " + message.topic());
        }
        Journal.add("done " + message.topic() + " " + message.text());
    }
}
