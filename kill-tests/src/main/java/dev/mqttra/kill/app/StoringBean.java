package dev.mqttra.kill.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * Writes one row for each message, in the transaction of its delivery. The descriptor makes several beans of it. A message
 * is its number, with a port behind it where somebody wants to know how far its delivery is.
 */
public class StoringBean implements MqttListener {
    @EJB
    private Rows rows;

    @Resource
    private TransactionSynchronizationRegistry transactions;

    @Override
    public void onMessage(MqttMessage message) {
        String[] words = message.text().split(" ");
        if (words.length == 1) {
            rows.insert(message.topic(), Long.parseLong(words[0]));
            return;
        }
        Watched watched = new Watched(message.topic(), words[0], Integer.parseInt(words[1]));
        watched.reached("BEAN_CALLED");
        rows.insert(message.topic(), Long.parseLong(words[0]));
        watched.reached("ROW_WRITTEN");
        transactions.registerInterposedSynchronization(watched);
    }

    /** Tells the test at each step, and goes on when that closes the connection; or does not, being killed. */
    private record Watched(String topic, String id, int port) implements Synchronization {

        void reached(String step) {
            Steps.tell(port, step + " " + topic + " " + id);
        }

        @Override
        public void beforeCompletion() {
            reached("BEFORE_COMMIT");
        }

        @Override
        public void afterCompletion(int status) {
            reached("COMMITTED");
        }
    }
}
