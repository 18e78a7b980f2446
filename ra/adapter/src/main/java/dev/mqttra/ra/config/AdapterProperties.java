package dev.mqttra.ra.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The properties of the resource adapter: the defaults of every connection, and those of the hosted broker. Null is
 * 'not said', so that several adapter instances that join one hosted broker contradict each other only in what was
 * really configured.
 */
public abstract class AdapterProperties extends ConnectionProperties {
    private static final long serialVersionUID = 1L;

    private @Nullable String nodeName;
    private @Nullable String brokerName;
    private @Nullable String hostedHost;
    private @Nullable Integer hostedPort;
    private @Nullable Boolean hostedEager;
    private @Nullable Boolean allowAnonymousRemote;
    private @Nullable String hostedAuthentication;
    private @Nullable Integer hostedAcknowledgementTimeout;
    private @Nullable Integer hostedSettleTime;
    private @Nullable Integer maximumPacketSize;

    /**
     * The name of this server among those with the same deployment. It is appended to every client identifier that is
     * configured, so that no server takes another one's session.
     */
    public @Nullable String getNodeName() {
        return nodeName;
    }

    public void setNodeName(@Nullable String nodeName) {
        this.nodeName = nodeName;
    }

    /** The name of the hosted broker: adapter instances of one class loader that say the same name share it. */
    public @Nullable String getBrokerName() {
        return brokerName;
    }

    public void setBrokerName(@Nullable String brokerName) {
        this.brokerName = brokerName;
    }

    /** The address the hosted broker listens at. */
    public @Nullable String getHostedHost() {
        return hostedHost;
    }

    public void setHostedHost(@Nullable String hostedHost) {
        this.hostedHost = hostedHost;
    }

    /** The port the hosted broker listens at; 0 takes a free one. */
    public @Nullable Integer getHostedPort() {
        return hostedPort;
    }

    public void setHostedPort(@Nullable Integer hostedPort) {
        this.hostedPort = hostedPort;
    }

    /** Whether the hosted broker listens as soon as the adapter starts, not only when somebody needs it. */
    public @Nullable Boolean getHostedEager() {
        return hostedEager;
    }

    public void setHostedEager(@Nullable Boolean hostedEager) {
        this.hostedEager = hostedEager;
    }

    /** Whether the hosted broker may listen at more than the loopback address although it authenticates nobody. */
    public @Nullable Boolean getAllowAnonymousRemote() {
        return allowAnonymousRemote;
    }

    public void setAllowAnonymousRemote(@Nullable Boolean allowAnonymousRemote) {
        this.allowAnonymousRemote = allowAnonymousRemote;
    }

    /** Who says whether a device may log in to the hosted broker: none (everybody may) or server (its realm does). */
    public @Nullable String getHostedAuthentication() {
        return hostedAuthentication;
    }

    public void setHostedAuthentication(@Nullable String hostedAuthentication) {
        this.hostedAuthentication = hostedAuthentication;
    }

    /** Milliseconds that a device waits at most for beans that have not dealt with its message. */
    public @Nullable Integer getHostedAcknowledgementTimeout() {
        return hostedAcknowledgementTimeout;
    }

    public void setHostedAcknowledgementTimeout(@Nullable Integer hostedAcknowledgementTimeout) {
        this.hostedAcknowledgementTimeout = hostedAcknowledgementTimeout;
    }

    /** Milliseconds without another bean or connection of the server after which the hosted broker lets devices in. */
    public @Nullable Integer getHostedSettleTime() {
        return hostedSettleTime;
    }

    public void setHostedSettleTime(@Nullable Integer hostedSettleTime) {
        this.hostedSettleTime = hostedSettleTime;
    }

    /** The largest packet in bytes that the hosted broker and the adapter's connections accept. */
    public @Nullable Integer getMaximumPacketSize() {
        return maximumPacketSize;
    }

    public void setMaximumPacketSize(@Nullable Integer maximumPacketSize) {
        this.maximumPacketSize = maximumPacketSize;
    }

    /** Whether all properties are the same: for the equals of the adapter bean. */
    protected final boolean sameAdapter(AdapterProperties that) {
        return sameConnection(that)
                && Objects.equals(nodeName, that.nodeName)
                && Objects.equals(brokerName, that.brokerName)
                && Objects.equals(hostedHost, that.hostedHost)
                && Objects.equals(hostedPort, that.hostedPort)
                && Objects.equals(hostedEager, that.hostedEager)
                && Objects.equals(allowAnonymousRemote, that.allowAnonymousRemote)
                && Objects.equals(hostedAuthentication, that.hostedAuthentication)
                && Objects.equals(hostedAcknowledgementTimeout, that.hostedAcknowledgementTimeout)
                && Objects.equals(hostedSettleTime, that.hostedSettleTime)
                && Objects.equals(maximumPacketSize, that.maximumPacketSize);
    }

    /** Fits {@link #sameAdapter}. */
    protected final int adapterHash() {
        return Objects.hash(
                connectionHash(), nodeName, brokerName, hostedHost, hostedPort, hostedEager, maximumPacketSize);
    }
}
