package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.it.app.BatchBean;
import dev.mqttra.it.app.OtherResource;
import dev.mqttra.it.app.ServerTransactions;
import dev.mqttra.it.app.StoringBean;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.servers.ServerPorts;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Beans that write to a database. */
@ExtendWith(ArquillianExtension.class)
class DatabaseIT {
    private static final int PORT = ServerPorts.freePort();
    private static final int MESSAGES = 20;

    private final App app = new App();
    private final String id = UUID.randomUUID().toString();
    private WireDevice device;

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        WebArchive war = Archives.application(
                "#", BatchBean.class, StoringBean.class, OtherResource.class, ServerTransactions.class);
        return Archives.ear(Archives.withRows(war), Map.of("hostedPort", Integer.toString(PORT)));
    }

    @BeforeEach
    void connect() {
        device = WireDevice.connect(PORT, MqttVersion.V5_0);
        app.execute("create table if not exists arrived (run varchar(100), text varchar(100), call_id varchar(100))");
    }

    @AfterEach
    void disconnect() {
        device.close();
    }

    /**
     * The adapter takes no part in the bean's transaction, so that the database is alone in it. The database itself says
     * that it commits in one phase: it counts the statements that it executes, and a first phase is one for it.
     */
    @Test
    void aDatabaseAloneInTheTransactionIsNeverPrepared() {
        app.execute("set query_statistics true");

        IntStream.range(0, MESSAGES)
                .mapToObj(i -> device.publish("store/" + i, i % 2 == 0 ? "row" : "answer", 1 + i % 2))
                .toList()
                .forEach(device::awaitAnswer);

        assertThat(executed("insert into arrived")).isEqualTo(MESSAGES);
        assertThat(executed("prepare commit")).as("first phases").isZero();

        // It would have been counted: with a second resource there is one.
        device.awaitAnswer(device.publish("store/another", "another", 1));
        assertThat(executed("prepare commit")).isEqualTo(1);
        app.execute("set query_statistics false");
    }

    private int executed(String statement) {
        String count = "select coalesce(sum(execution_count), 0) from information_schema.query_statistics"
                + " where lower(sql_statement) like '" + statement + "%'";
        return Integer.parseInt(app.query(count).get(0));
    }

    @Test
    void aBatchIsOneTransactionAndAPoisonMessageInItIsFound() {
        device.subscribe("dead/rows/" + id, 1);

        IntStream.range(0, 10)
                .mapToObj(i -> device.publish("rows/" + id, i == 6 ? "poison" : "" + i, 1))
                .toList()
                .forEach(device::awaitAnswer);

        assertThat(WireDevice.text(device.awaitMessage("dead/rows/" + id))).isEqualTo("poison");
        // Each once, although all but the last call stored more before it failed.
        assertThat(app.query("select text from arrived where run = '" + id + "' order by text"))
                .containsExactly("0", "1", "2", "3", "4", "5", "7", "8", "9");
        assertThat(calls()).containsExactly("0,1,2,3,4", "5", "7,8,9");
        assertThat(app.journal())
                .filteredOn(line -> line.startsWith("batch " + id))
                .startsWith("batch " + id + " of 10 with status 0")
                .hasSize(8);
    }

    @Test
    void aBatchThatSucceedsIsOneCall() {
        IntStream.range(0, 20)
                .mapToObj(i -> device.publish("rows/" + id, "" + (char) ('a' + i), 1))
                .toList()
                .forEach(device::awaitAnswer);

        assertThat(calls()).containsExactly("a,b,c,d,e,f,g,h,i,j", "k,l,m,n,o,p,q,r,s,t");
    }

    /** The texts of each call whose transaction was committed. */
    private List<String> calls() {
        return app.query("select listagg(text, ',') within group (order by text) from arrived where run = '" + id
                + "' group by call_id order by 1");
    }
}
