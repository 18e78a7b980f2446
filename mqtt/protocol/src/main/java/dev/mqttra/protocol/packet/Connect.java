package dev.mqttra.protocol.packet;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * CONNECT.
 *
 * @param cleanStart Clean Start of 5.0, Clean Session of 3.x
 * @param keepAlive seconds, 0 is off
 * @param password shared, not to be modified; never in {@link #toString()}
 */
public record Connect(
        MqttVersion version,
        String clientId,
        boolean cleanStart,
        int keepAlive,
        @Nullable Will will,
        @Nullable String userName,
        byte @Nullable [] password,
        Properties properties)
        implements Packet {
    // Written out: of a compact constructor the compiler forgets that the password may be null.
    public Connect(
            MqttVersion version,
            String clientId,
            boolean cleanStart,
            int keepAlive,
            @Nullable Will will,
            @Nullable String userName,
            byte @Nullable [] password,
            Properties properties) {
        this.version = Objects.requireNonNull(version);
        this.clientId = Objects.requireNonNull(clientId);
        this.cleanStart = cleanStart;
        this.keepAlive = keepAlive;
        this.will = will;
        this.userName = userName;
        this.password = password;
        this.properties = Objects.requireNonNull(properties);
    }

    @Override
    public PacketType type() {
        return PacketType.CONNECT;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Connect that
                && version == that.version
                && clientId.equals(that.clientId)
                && cleanStart == that.cleanStart
                && keepAlive == that.keepAlive
                && Objects.equals(will, that.will)
                && Objects.equals(userName, that.userName)
                && Arrays.equals(password, that.password)
                && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, clientId, userName);
    }

    @Override
    public String toString() {
        return "Connect[" + version + ", clientId=" + clientId + ", cleanStart=" + cleanStart + ", keepAlive="
                + keepAlive + ", will=" + will + ", userName=" + userName + ", password="
                + (password == null ? "none" : "***") + ", " + properties + "]";
    }
}
