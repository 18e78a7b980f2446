package dev.mqttra.sample.demo;

/** The page of the EAR, with the adapter inside, on Payara. */
class PayaraPageIT extends PageTests {
    PayaraPageIT() {
        super("payara", "plant.ear");
    }
}
