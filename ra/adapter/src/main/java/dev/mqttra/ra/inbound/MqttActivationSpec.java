package dev.mqttra.ra.inbound;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.MqttListener;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.ra.config.ConnectionProperties;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The activation properties of a message-driven bean, as the server sets them. A property that is not set is null and
 * has the default that {@link #settings()} gives it. Not thread-safe: the server sets it up before it is used.
 *
 * <p>Two activations are never the same one, however equal their settings: equality is identity, as Connectors wants it.
 */
@Activation(messageListeners = {MqttListener.class, MqttEndpoint.class})
public class MqttActivationSpec extends ConnectionProperties implements ActivationSpec {
    private static final long serialVersionUID = 1L;

    @ConfigProperty(description = "Topic filter of a MqttListener bean")
    private @Nullable String topicFilter;

    @ConfigProperty(description = "Highest QoS at which a MqttListener bean asks for messages: 0, 1 or 2. 1 by default")
    private @Nullable Integer qos;

    @ConfigProperty(description = "MQTT client identifier; by default derived (hosted) or made at random (remote)")
    private @Nullable String clientId;

    @ConfigProperty(description = "Whether the session ends with the connection. False by default with a clientId")
    private @Nullable Boolean cleanStart;

    @ConfigProperty(description = "How many messages the bean deals with at once: 1 to 1000. 5 by default")
    private @Nullable Integer maxConcurrency;

    @ConfigProperty(description = "Milliseconds before a failed delivery is repeated. 1000 by default")
    private @Nullable Long redeliveryDelay;

    @ConfigProperty(description = "Factor of the delay for each further failure: 1 or more. 2 by default")
    private @Nullable Double redeliveryMultiplier;

    @ConfigProperty(description = "Milliseconds that the delay does not exceed. 60000 by default")
    private @Nullable Long maxRedeliveryDelay;

    @ConfigProperty(description = "Group whose members share the messages of the bean's topic filters. None by default")
    private @Nullable String sharedSubscription;

    @ConfigProperty(description = "How much of a redelivery's delay is random, from 0 to 1. 0 by default")
    private @Nullable Double redeliveryJitter;

    @ConfigProperty(description = "How often a failed delivery is repeated; -1, the default, is without end")
    private @Nullable Integer maxRedeliveries;

    @ConfigProperty(description = "What becomes of a message that is not tried again: deadLetter, drop or stop")
    private @Nullable String onExhausted;

    @ConfigProperty(description = "Where onExhausted=deadLetter publishes; {topic} stands for the original topic")
    private @Nullable String deadLetterTopic;

    @ConfigProperty(
            description = "Names of exception classes after which a message is not tried again, separated by commas")
    private @Nullable String noRetry;

    @ConfigProperty(description = "User as whom the bean runs for messages of nobody who logged in. None by default")
    private @Nullable String runAsUser;

    @ConfigProperty(description = "Groups of runAsUser, separated by commas. None by default")
    private @Nullable String runAsGroups;

    private transient @Nullable ResourceAdapter resourceAdapter;

    /**
     * Refuses nothing: the activation does, for every reason and by the name of the bean. WildFly calls this just before
     * it, where no message could say which bean it is about, and the adapter would not learn that the deployment fails.
     */
    @Override
    public void validate() {}

    /**
     * The immutable settings with every default filled in, except the connection's, which depend on the adapter.
     *
     * @throws InvalidPropertyException that names the property, its value and what would be right
     */
    public ActivationSettings settings() throws InvalidPropertyException {
        return ActivationSettings.of(this);
    }

    public @Nullable String getTopicFilter() {
        return topicFilter;
    }

    public void setTopicFilter(@Nullable String topicFilter) {
        this.topicFilter = topicFilter;
    }

    /** 0, 1 or 2 as in {@link QoS#value()}. */
    public @Nullable Integer getQos() {
        return qos;
    }

    public void setQos(@Nullable Integer qos) {
        this.qos = qos;
    }

    public @Nullable String getClientId() {
        return clientId;
    }

    public void setClientId(@Nullable String clientId) {
        this.clientId = clientId;
    }

    public @Nullable Boolean getCleanStart() {
        return cleanStart;
    }

    public void setCleanStart(@Nullable Boolean cleanStart) {
        this.cleanStart = cleanStart;
    }

    public @Nullable Integer getMaxConcurrency() {
        return maxConcurrency;
    }

    public void setMaxConcurrency(@Nullable Integer maxConcurrency) {
        this.maxConcurrency = maxConcurrency;
    }

    public @Nullable Long getRedeliveryDelay() {
        return redeliveryDelay;
    }

    public void setRedeliveryDelay(@Nullable Long redeliveryDelay) {
        this.redeliveryDelay = redeliveryDelay;
    }

    public @Nullable Double getRedeliveryMultiplier() {
        return redeliveryMultiplier;
    }

    public void setRedeliveryMultiplier(@Nullable Double redeliveryMultiplier) {
        this.redeliveryMultiplier = redeliveryMultiplier;
    }

    public @Nullable Long getMaxRedeliveryDelay() {
        return maxRedeliveryDelay;
    }

    public void setMaxRedeliveryDelay(@Nullable Long maxRedeliveryDelay) {
        this.maxRedeliveryDelay = maxRedeliveryDelay;
    }

    public @Nullable String getSharedSubscription() {
        return sharedSubscription;
    }

    public void setSharedSubscription(@Nullable String sharedSubscription) {
        this.sharedSubscription = sharedSubscription;
    }

    public @Nullable Double getRedeliveryJitter() {
        return redeliveryJitter;
    }

    public void setRedeliveryJitter(@Nullable Double redeliveryJitter) {
        this.redeliveryJitter = redeliveryJitter;
    }

    public @Nullable Integer getMaxRedeliveries() {
        return maxRedeliveries;
    }

    public void setMaxRedeliveries(@Nullable Integer maxRedeliveries) {
        this.maxRedeliveries = maxRedeliveries;
    }

    public @Nullable String getOnExhausted() {
        return onExhausted;
    }

    public void setOnExhausted(@Nullable String onExhausted) {
        this.onExhausted = onExhausted;
    }

    public @Nullable String getDeadLetterTopic() {
        return deadLetterTopic;
    }

    public void setDeadLetterTopic(@Nullable String deadLetterTopic) {
        this.deadLetterTopic = deadLetterTopic;
    }

    public @Nullable String getNoRetry() {
        return noRetry;
    }

    public void setNoRetry(@Nullable String noRetry) {
        this.noRetry = noRetry;
    }

    public @Nullable String getRunAsUser() {
        return runAsUser;
    }

    public void setRunAsUser(@Nullable String runAsUser) {
        this.runAsUser = runAsUser;
    }

    public @Nullable String getRunAsGroups() {
        return runAsGroups;
    }

    public void setRunAsGroups(@Nullable String runAsGroups) {
        this.runAsGroups = runAsGroups;
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    /** Called once by the server [Connectors 6.3.3]. */
    @Override
    public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
        Objects.requireNonNull(adapter);
        if (resourceAdapter != null && resourceAdapter != adapter) {
            throw new jakarta.resource.spi.IllegalStateException(
                    "an activation belongs to one resource adapter for good");
        }
        resourceAdapter = adapter;
    }
}
