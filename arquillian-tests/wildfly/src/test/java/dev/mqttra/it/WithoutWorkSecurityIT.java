package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mqttra.it.app.Vault;
import dev.mqttra.it.app.WhoBean;
import dev.mqttra.servers.ServerException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Of WildFly alone: where the subsystem does not set up the security of Works, nobody could log in. Payara needs no setting. */
class WithoutWorkSecurityIT {

    @RegisterExtension
    final Administrator administrator = new Administrator();

    @Test
    void theDeploymentFailsByTheAttributesToSet() throws IOException {
        int before = TestServer.log().length();
        Map<String, String> properties =
                Map.of("hostedAuthentication", "server", "hostedPort", Integer.toString(administrator.port()));

        ServerException failure = catchThrowableOfType(ServerException.class, () -> {
            administrator.deploy(Administrator.RAR, Archives.rar(properties));
            administrator.deploy(App.NAME, Archives.war(WhoBean.class).addClass(Vault.class));
        });

        assertThat(failure).as("the deployment fails").isNotNull();
        assertThat(failure.getMessage() + TestServer.log().substring(before))
                .contains(
                        "hostedAuthentication=server",
                        "wm-security=true",
                        "wm-elytron-security-domain=ApplicationDomain",
                        "wm-security-mapping-required=false");
    }
}
