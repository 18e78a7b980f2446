package dev.mqttra.ra.config;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a connection to a broker, as a JavaBean. The resource adapter, a connection factory and an
 * activation have them all; what one of the latter two leaves out it takes from the adapter.
 *
 * <p>Null is 'not said'. A bean accepts every value: {@link ConnectionSettings#of} checks them together, where a
 * message can say which bean it was. Set by the container before use, by one thread.
 */
public abstract class ConnectionProperties implements Serializable {
    private static final long serialVersionUID = 1L;

    private @Nullable String serverUri;
    private @Nullable String userName;
    private @Nullable String password;
    private @Nullable Integer keepAlive;
    private @Nullable Integer connectTimeout;
    private @Nullable Integer reconnectDelay;
    private @Nullable Integer maximumReconnectDelay;
    private @Nullable String mqttVersion;
    private @Nullable String trustStore;
    private @Nullable String trustStoreType;
    private @Nullable String trustStorePassword;
    private @Nullable String keyStore;
    private @Nullable String keyStoreType;
    private @Nullable String keyStorePassword;

    /**
     * Brokers as {@code tcp://host:port}, {@code ssl://host:port}, {@code ws://host:port/path} or {@code
     * wss://host:port/path}, separated by spaces and tried in turn. Not said: the hosted broker.
     */
    public @Nullable String getServerUri() {
        return serverUri;
    }

    public void setServerUri(@Nullable String serverUri) {
        this.serverUri = serverUri;
    }

    /** The user name for CONNECT. */
    public @Nullable String getUserName() {
        return userName;
    }

    public void setUserName(@Nullable String userName) {
        this.userName = userName;
    }

    /** The password for CONNECT. Never logged. */
    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    /** Keep-alive in seconds, 0 is off. */
    public @Nullable Integer getKeepAlive() {
        return keepAlive;
    }

    public void setKeepAlive(@Nullable Integer keepAlive) {
        this.keepAlive = keepAlive;
    }

    /** How long one attempt to connect may take, in milliseconds. */
    public @Nullable Integer getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(@Nullable Integer connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    /** The bound of the first wait before another attempt, in milliseconds; it doubles with every failure. */
    public @Nullable Integer getReconnectDelay() {
        return reconnectDelay;
    }

    public void setReconnectDelay(@Nullable Integer reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    /** The bound of every wait before another attempt, in milliseconds. */
    public @Nullable Integer getMaximumReconnectDelay() {
        return maximumReconnectDelay;
    }

    public void setMaximumReconnectDelay(@Nullable Integer maximumReconnectDelay) {
        this.maximumReconnectDelay = maximumReconnectDelay;
    }

    /** The only version to speak, 3.1, 3.1.1 or 5.0; automatic is 5.0, and 3.1.1 with a broker that refuses 5.0. */
    public @Nullable String getMqttVersion() {
        return mqttVersion;
    }

    public void setMqttVersion(@Nullable String mqttVersion) {
        this.mqttVersion = mqttVersion;
    }

    /** Whom to trust instead of whom the platform does, for ssl and wss: a file, PKCS12, JKS or PEM. */
    public @Nullable String getTrustStore() {
        return trustStore;
    }

    public void setTrustStore(@Nullable String trustStore) {
        this.trustStore = trustStore;
    }

    /** PKCS12, JKS or PEM. Not said: PEM for .pem, .crt and .cer, otherwise a key store. */
    public @Nullable String getTrustStoreType() {
        return trustStoreType;
    }

    public void setTrustStoreType(@Nullable String trustStoreType) {
        this.trustStoreType = trustStoreType;
    }

    /** The password of the trust store. Never logged. */
    public @Nullable String getTrustStorePassword() {
        return trustStorePassword;
    }

    public void setTrustStorePassword(@Nullable String trustStorePassword) {
        this.trustStorePassword = trustStorePassword;
    }

    /** Who to be for ssl and wss: a file with a key and its certificates, PKCS12, JKS or PEM. */
    public @Nullable String getKeyStore() {
        return keyStore;
    }

    public void setKeyStore(@Nullable String keyStore) {
        this.keyStore = keyStore;
    }

    /** As the trust store has it. */
    public @Nullable String getKeyStoreType() {
        return keyStoreType;
    }

    public void setKeyStoreType(@Nullable String keyStoreType) {
        this.keyStoreType = keyStoreType;
    }

    /** The password of the key store and its key. Never logged. */
    public @Nullable String getKeyStorePassword() {
        return keyStorePassword;
    }

    public void setKeyStorePassword(@Nullable String keyStorePassword) {
        this.keyStorePassword = keyStorePassword;
    }

    /** Whether all properties of a connection are the same: for the equals of beans that are equal by configuration. */
    protected final boolean sameConnection(ConnectionProperties that) {
        return Objects.equals(serverUri, that.serverUri)
                && Objects.equals(userName, that.userName)
                && Objects.equals(password, that.password)
                && Objects.equals(keepAlive, that.keepAlive)
                && Objects.equals(connectTimeout, that.connectTimeout)
                && Objects.equals(reconnectDelay, that.reconnectDelay)
                && Objects.equals(maximumReconnectDelay, that.maximumReconnectDelay)
                && Objects.equals(mqttVersion, that.mqttVersion)
                && Objects.equals(trustStore, that.trustStore)
                && Objects.equals(trustStoreType, that.trustStoreType)
                && Objects.equals(trustStorePassword, that.trustStorePassword)
                && Objects.equals(keyStore, that.keyStore)
                && Objects.equals(keyStoreType, that.keyStoreType)
                && Objects.equals(keyStorePassword, that.keyStorePassword);
    }

    /** Fits {@link #sameConnection}. */
    protected final int connectionHash() {
        return Objects.hash(
                serverUri,
                userName,
                keepAlive,
                connectTimeout,
                reconnectDelay,
                maximumReconnectDelay,
                mqttVersion,
                trustStore,
                keyStore);
    }
}
