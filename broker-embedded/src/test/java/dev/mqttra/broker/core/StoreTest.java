package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.broker.store.Store;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the store is told, and that acknowledgements wait for it. */
class StoreTest {

    /** Writes down what it is told, and is as slow as the test wants. */
    private static final class SlowStore implements Store {
        final List<String> told = new ArrayList<>();
        final ArrayDeque<Runnable> commits = new ArrayDeque<>();
        long keys;

        /** The disk has written what the oldest commit wanted. */
        void write() {
            commits.remove().run();
        }

        void writeAll() {
            while (!commits.isEmpty()) {
                write();
            }
        }

        List<String> take() {
            List<String> taken = List.copyOf(told);
            told.clear();
            return taken;
        }

        @Override
        public void sessionBegun(String clientId, @Nullable String userName, boolean local) {
            told.add("begun " + clientId);
        }

        @Override
        public void sessionEnded(String clientId) {
            told.add("ended " + clientId);
        }

        @Override
        public void subscribed(String clientId, Subscription subscription, int identifier) {
            told.add("subscribed " + clientId + " " + subscription.filter());
        }

        @Override
        public void unsubscribed(String clientId, TopicFilter filter) {
            told.add("unsubscribed " + clientId + " " + filter);
        }

        @Override
        public long owed(
                String clientId, Message message, QoS qos, boolean retain, CopyProperties copy, long expiresAt) {
            told.add("owed " + clientId + " " + message.topic() + " qos" + qos.value() + " key" + ++keys);
            return keys;
        }

        @Override
        public void delivered(String clientId, long key) {
            told.add("delivered " + clientId + " key" + key);
        }

        @Override
        public long owed(TopicFilter group, Message message, QoS qos, boolean retain, long expiresAt) {
            told.add("owed " + group + " " + message.topic() + " qos" + qos.value() + " key" + ++keys);
            return keys;
        }

        @Override
        public void delivered(TopicFilter group, long key) {
            told.add("delivered " + group + " key" + key);
        }

        @Override
        public void retained(Message message, QoS qos, long expiresAt) {
            told.add("retained " + message.topic());
        }

        @Override
        public void retainedRemoved(TopicName topic) {
            told.add("removed " + topic);
        }

        @Override
        public void commit(Runnable done) {
            commits.add(done);
        }

        @Override
        public void close() {
            told.add("closed");
        }
    }

    private final SlowStore store = new SlowStore();
    private final Rig rig = new Rig(BrokerConfig.builder().build(), store);

    @Test
    void acknowledgementsLeaveWhenTheirBatchIsCommitted() {
        Device publisher = rig.clean("p");
        store.writeAll();
        publisher.take();
        publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        publisher.publish("x", "2", QoS.EXACTLY_ONCE, 2);
        publisher.publish("x", "3", QoS.AT_LEAST_ONCE, 3);
        assertThat(publisher.take()).isEmpty();
        store.write();
        assertThat(publisher.take()).containsExactly("PUBACK id1");
        store.write();
        store.write();
        assertThat(publisher.take()).containsExactly("PUBREC id2", "PUBACK id3");
    }

    @Test
    void aFasterBeanDoesNotOvertakeTheStore() {
        Device bean = rig.local("b").subscribe("x", QoS.AT_LEAST_ONCE);
        Device publisher = rig.clean("p");
        store.writeAll();
        publisher.take();
        publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        bean.ack(1);
        assertThat(publisher.take()).isEmpty();
        store.writeAll();
        assertThat(publisher.take()).containsExactly("PUBACK id1");
    }

    @Test
    void isToldWhatOutlivesAConnectionAndNothingElse() {
        Device clean = rig.clean("c").subscribe("#", QoS.EXACTLY_ONCE);
        Device kept = rig.persistent("k").subscribe("x", QoS.EXACTLY_ONCE);
        assertThat(store.take()).containsExactly("begun k", "subscribed k x");
        Device publisher = rig.clean("p");
        publisher.publish("x", "0");
        publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        publisher.publish("x", "2", QoS.EXACTLY_ONCE, 2);
        assertThat(store.take()).containsExactly("owed k x qos1 key1", "owed k x qos2 key2");
        kept.ack(1);
        assertThat(store.take()).containsExactly("delivered k key1");
        kept.send(new PubRec(2, ReasonCode.SUCCESS));
        assertThat(store.take()).isEmpty();
        kept.send(new PubComp(2, ReasonCode.SUCCESS));
        assertThat(store.take()).containsExactly("delivered k key2");
        clean.disconnect();
        kept.disconnect();
        assertThat(store.take()).isEmpty();
        publisher.publish("x", "3", QoS.AT_LEAST_ONCE, 3);
        assertThat(store.take()).containsExactly("owed k x qos1 key3");
        kept = rig.persistent("k");
        kept.ack(3).unsubscribe("x");
        assertThat(store.take()).containsExactly("delivered k key3", "unsubscribed k x");
        rig.clean("k");
        assertThat(store.take()).containsExactly("ended k");
    }

    /** Somebody owes a message of a group at any time: the group, or the member that has it. */
    @Test
    void isToldWhoseAGroupsMessageIs() {
        Device first = rig.persistent("a").subscribe("$share/g/x", QoS.EXACTLY_ONCE);
        first.cut();
        Device publisher = rig.clean("p");
        store.take();
        publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        assertThat(store.take()).containsExactly("owed $share/g/x x qos1 key1");
        rig.persistent("a");
        assertThat(store.take()).containsExactly("owed a x qos1 key2", "delivered $share/g/x key1");
        Device second = rig.persistent("b").subscribe("$share/g/x", QoS.EXACTLY_ONCE);
        store.take();
        rig.clean("a");
        assertThat(store.take())
                .containsExactly(
                        "owed $share/g/x x qos1 key3", "ended a", "owed b x qos1 key4", "delivered $share/g/x key3");
        second.ack(1);
        assertThat(store.take()).containsExactly("delivered b key4");
    }

    @Test
    void isToldOfRetainedMessages() {
        Device publisher = rig.clean("p");
        publisher.retain("x", "1", QoS.AT_MOST_ONCE, 0).retain("x", "", QoS.AT_MOST_ONCE, 0);
        publisher.retain("x", "", QoS.AT_MOST_ONCE, 0);
        assertThat(store.take()).containsExactly("retained x", "removed x");
    }

    @Test
    void isClosedLast() {
        rig.persistent("k");
        rig.core.close(rig.now);
        rig.settle();
        rig.core.close(rig.now);
        assertThat(store.take()).containsExactly("begun k", "closed");
    }
}
