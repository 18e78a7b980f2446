package dev.mqttra.it;

import static org.awaitility.Awaitility.await;

import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application with its adapter goes and comes back twice, in the middle of the load. */
@ExtendWith(ArquillianExtension.class)
abstract class RedeployPath {
    /** The deployment, which the test manages. */
    static final String EAR = "ear";

    private final App app = new App();
    private final String topic;
    private final int messages;

    @ArquillianResource
    Deployer deployer;

    /** @param messages how many numbers are published to the topic, from 0 on */
    RedeployPath(String topic, int messages) {
        this.topic = topic;
        this.messages = messages;
    }

    void deploy() {
        deployer.deploy(EAR);
        app.execute("create table if not exists arrived (run varchar(100), text varchar(100), call_id varchar(100))");
    }

    void redeployTwice() {
        for (int share = 1; share <= 2; share++) {
            int goal = share * messages / 4;
            await().atMost(Device.LIMIT).until(() -> arrived() >= goal);
            deployer.undeploy(EAR);
            deployer.deploy(EAR);
        }
    }

    /** How many of the messages have a row, or more. */
    int arrived() {
        return Integer.parseInt(app.query("select count(distinct text) from arrived where run = '" + topic + "'")
                .get(0));
    }
}
