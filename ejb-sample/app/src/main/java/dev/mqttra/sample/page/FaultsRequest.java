package dev.mqttra.sample.page;

/** Whether the bean shall fail now and then. */
public class FaultsRequest {
    public boolean wanted;

    public FaultsRequest() {}

    FaultsRequest(boolean wanted) {
        this.wanted = wanted;
    }
}
