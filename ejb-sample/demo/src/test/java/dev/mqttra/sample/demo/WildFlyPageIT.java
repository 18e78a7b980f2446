package dev.mqttra.sample.demo;

/** The page of the WAR, beside the adapter, on WildFly. */
class WildFlyPageIT extends PageTests {
    WildFlyPageIT() {
        super("wildfly", "plant.war");
    }
}
