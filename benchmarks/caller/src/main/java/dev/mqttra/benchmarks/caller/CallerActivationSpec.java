package dev.mqttra.benchmarks.caller;

import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Names a bean, so that one at a time can be called. */
public class CallerActivationSpec implements ActivationSpec, Serializable {
    private static final long serialVersionUID = 1L;

    private String caseName = "";
    private transient @Nullable ResourceAdapter resourceAdapter;

    public String getCaseName() {
        return caseName;
    }

    public void setCaseName(String caseName) {
        this.caseName = caseName;
    }

    @Override
    public void validate() {}

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter resourceAdapter) {
        this.resourceAdapter = resourceAdapter;
    }
}
