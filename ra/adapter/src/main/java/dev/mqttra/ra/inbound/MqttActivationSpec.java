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

    @ConfigProperty(description = "What becomes of a message that is not tried again: deadLetter, drop, stop or refuse")
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

    @ConfigProperty(
            description = "Where a message goes that has failed for maxHold; {topic} stands for the original topic")
    private @Nullable String retryTopic;

    @ConfigProperty(
            description =
                    "Milliseconds that a message may fail before it is parked at retryTopic. By default without end")
    private @Nullable Long maxHold;

    @ConfigProperty(
            description =
                    "Which messages are delivered one after the other: none, the default, topic, or {name} for a level")
    private @Nullable String order;

    @ConfigProperty(description = "How many messages a method with a List gets at most. 100 by default")
    private @Nullable Integer batchSize;

    @ConfigProperty(description = "Milliseconds that the first message of a batch waits for others. 20 by default")
    private @Nullable Long batchLinger;

    @ConfigProperty(
            description =
                    "How many messages of QoS 0 may wait for the bean before some are dropped. No bound of their own by default")
    private @Nullable Integer qos0Buffer;

    @ConfigProperty(
            description = "Which message of QoS 0 is dropped: dropOldest, the default with qos0Buffer, or dropNewest")
    private @Nullable String qos0Policy;

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

    public @Nullable String getRetryTopic() {
        return retryTopic;
    }

    public void setRetryTopic(@Nullable String retryTopic) {
        this.retryTopic = retryTopic;
    }

    public @Nullable Long getMaxHold() {
        return maxHold;
    }

    public void setMaxHold(@Nullable Long maxHold) {
        this.maxHold = maxHold;
    }

    public @Nullable String getOrder() {
        return order;
    }

    public void setOrder(@Nullable String order) {
        this.order = order;
    }

    public @Nullable Integer getBatchSize() {
        return batchSize;
    }

    public void setBatchSize(@Nullable Integer batchSize) {
        this.batchSize = batchSize;
    }

    public @Nullable Long getBatchLinger() {
        return batchLinger;
    }

    public void setBatchLinger(@Nullable Long batchLinger) {
        this.batchLinger = batchLinger;
    }

    public @Nullable Integer getQos0Buffer() {
        return qos0Buffer;
    }

    public void setQos0Buffer(@Nullable Integer qos0Buffer) {
        this.qos0Buffer = qos0Buffer;
    }

    public @Nullable String getQos0Policy() {
        return qos0Policy;
    }

    public void setQos0Policy(@Nullable String qos0Policy) {
        this.qos0Policy = qos0Policy;
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
