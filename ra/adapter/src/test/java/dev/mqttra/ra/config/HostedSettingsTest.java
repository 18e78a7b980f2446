package dev.mqttra.ra.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mqttra.ra.config.Properties.OfAdapter;
import org.junit.jupiter.api.Test;

class HostedSettingsTest {
    private final OfAdapter one = new OfAdapter();
    private final OfAdapter two = new OfAdapter();

    @Test
    void nothingSaidIsLoopbackOnThePortOfMqtt() {
        HostedSettings settings = HostedSettings.of(one);
        assertThat(settings.brokerName()).isEqualTo("default");
        assertThat(settings.hostOrDefault()).isEqualTo("127.0.0.1");
        assertThat(settings.portOrDefault()).isEqualTo(1883);
        assertThat(settings.anonymousRemoteAllowed()).isFalse();
    }

    @Test
    void whatOnlyOneInstanceSaysHoldsForBoth() {
        one.setHostedPort(1884);
        two.setMaximumPacketSize(2048);
        HostedSettings together = HostedSettings.of(one).join(HostedSettings.of(two));
        assertThat(together.portOrDefault()).isEqualTo(1884);
        assertThat(together.maximumPacketSize()).isEqualTo(2048);
    }

    @Test
    void aContradictionIsNamedWithBothValues() {
        one.setHostedPort(1884);
        two.setHostedPort(1885);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostedSettings.of(one).join(HostedSettings.of(two)))
                .withMessageContaining("hostedPort is 1884 for the hosted broker 'default' and cannot be 1885");
    }

    @Test
    void anOpenBrokerContradictsEvenWithItsDefaults() {
        two.setHostedPort(1885);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostedSettings.of(one).complete().join(HostedSettings.of(two)))
                .withMessageContaining("hostedPort is 1883");
    }

    @Test
    void aPortThatIsNoneIsNamed() {
        one.setHostedPort(65_536);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostedSettings.of(one))
                .withMessageContaining("hostedPort must be a number from 0 to 65535, not 65536");
    }

    @Test
    void aDeviceWaitsForAnHourUnlessItIsSaid() {
        assertThat(HostedSettings.of(one).acknowledgementMillisOrDefault()).isEqualTo(3_600_000);
        one.setHostedAcknowledgementTimeout(1_000);
        assertThat(HostedSettings.of(one).join(HostedSettings.of(two)).acknowledgementMillisOrDefault())
                .isEqualTo(1_000);
        two.setHostedAcknowledgementTimeout(999);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostedSettings.of(two))
                .withMessage("hostedAcknowledgementTimeout must be a number from 1000 to 86400000, not 999");
    }

    @Test
    void whoLetsDevicesInIsNoneOrServer() {
        assertThat(HostedSettings.of(one).authenticatedByServer()).isFalse();
        one.setHostedAuthentication("server");
        assertThat(HostedSettings.of(one).join(HostedSettings.of(two)).authenticatedByServer())
                .isTrue();
        two.setHostedAuthentication("none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostedSettings.of(one).join(HostedSettings.of(two)))
                .withMessageContaining("hostedAuthentication is server")
                .withMessageContaining("cannot be none too");
        two.setHostedAuthentication("ldap");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostedSettings.of(two))
                .withMessage("hostedAuthentication must be none or server, not 'ldap'");
    }
}
