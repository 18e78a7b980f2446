package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.AmbiguousBean;
import dev.mqttra.it.app.DeadEndBean;
import dev.mqttra.it.app.EchoBean;
import dev.mqttra.it.app.InterfaceParameterBean;
import dev.mqttra.it.app.KeylessBean;
import dev.mqttra.it.app.NamelessDurableBean;
import dev.mqttra.it.app.OldOverlappingBean;
import dev.mqttra.it.app.OldSharingBean;
import dev.mqttra.it.app.UnboundParameterBean;
import dev.mqttra.it.app.UnknownPropertyBean;
import dev.mqttra.it.app.WrongFilterBean;
import dev.mqttra.servers.ServerException;
import dev.mqttra.servers.ServerPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A deployment that cannot work fails and leaves no thread, and the administrator reads what is wrong and what would be
 * right.
 */
class BadConfigurationIT {

    @TempDir
    Path directory;

    @Test
    void aTopicFilterThatIsNone() {
        assertThat(failure(hostedPort(), WrongFilterBean.class))
                .contains("bean " + WrongFilterBean.class.getName(), "topicFilter", "wrong/#/filter");
    }

    @Test
    void anUnknownActivationProperty() {
        assertThat(failure(hostedPort(), UnknownPropertyBean.class)).contains("maxConcurency", "maxConcurrency");
    }

    @Test
    void aParameterThatCannotBeBound() {
        assertThat(failure(hostedPort(), UnboundParameterBean.class)).contains("machine", "plant/{line}/temperature");
    }

    @Test
    void aTypeThatJsonBindingCannotMake() {
        assertThat(failure(hostedPort(), InterfaceParameterBean.class))
                .contains("bean " + InterfaceParameterBean.class.getName() + ", method shape(Shape), parameter 1")
                .contains("Shape is an interface, so that JSON Binding knows no class to make");
    }

    @Test
    void filtersOfWhichNeitherIsMoreSpecific() {
        assertThat(failure(hostedPort(), AmbiguousBean.class))
                .contains(
                        "bean " + AmbiguousBean.class.getName(),
                        "line(String) (plant/{line}/+) and sensor(String) (plant/+/{sensor})")
                .contains("overlap, and neither is more specific", "make two beans of them");
    }

    @Test
    void filtersThatOverlapForABrokerThatCannotSayWhichIsMeant() {
        assertThat(failure(elsewhere(), OldOverlappingBean.class))
                .contains("bean " + OldOverlappingBean.class.getName(), "overlap, which needs MQTT 5.0");
    }

    @Test
    void aSharedSubscriptionOfAVersionWithoutThem() {
        assertThat(failure(elsewhere(), OldSharingBean.class))
                .contains("bean " + OldSharingBean.class.getName())
                .contains("mqttVersion must be 5.0 or automatic where sharedSubscription is set");
    }

    @Test
    void aSessionThatStaysWithoutAnIdentifier() {
        assertThat(failure(elsewhere(), NamelessDurableBean.class))
                .contains("bean " + NamelessDurableBean.class.getName(), "cleanStart", "clientId");
    }

    @Test
    void deadLettersThatGoNowhere() {
        assertThat(failure(hostedPort(), DeadEndBean.class)).contains("deadLetterTopic", "onExhausted");
    }

    @Test
    void anOrderByALevelThatNoFilterNames() {
        assertThat(failure(hostedPort(), KeylessBean.class))
                .contains("order is '{device}'", "KeylessBean.temperature", "'plant/{device}/temperature'");
    }

    @Test
    void aPortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(failure(Map.of("hostedPort", port), EchoBean.class)).contains("hostedPort", port);
        }
    }

    @Test
    void anOpenAddressWithoutAnAuthenticator() {
        Map<String, String> everywhere =
                Map.of("hostedHost", "0.0.0.0", "hostedPort", Integer.toString(ServerPorts.freePort()));

        assertThat(failure(everywhere, EchoBean.class)).contains("hostedHost", "allowAnonymousRemote");
    }

    /** Nobody needs to be there: what is wrong is wrong before the first connection. */
    private static Map<String, String> elsewhere() {
        return Map.of("serverUri", "tcp://127.0.0.1:" + ServerPorts.freePort());
    }

    private static Map<String, String> hostedPort() {
        return Map.of("hostedPort", Integer.toString(ServerPorts.freePort()));
    }

    /** Deploys what must not deploy, and returns what the server said: to its tool, and in its log. */
    private String failure(Map<String, String> properties, Class<?> bean) {
        int before = TestServer.log().length();
        Path ear = directory.resolve("bad.ear");
        Archives.ear(properties, bean).as(ZipExporter.class).exportTo(ear.toFile(), true);

        ServerException failure = catchThrowableOfType(
                ServerException.class, () -> TestServer.get().deploy("bad", ear));

        assertThat(failure).as("the deployment fails").isNotNull();
        await().atMost(Device.LIMIT)
                .untilAsserted(() -> assertThat(TestServer.ownThreads()).isEmpty());
        return failure.getMessage() + TestServer.log().substring(before);
    }
}
