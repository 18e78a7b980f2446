package dev.mqttra.ra.inbound;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.client.MessageHandler;
import dev.mqttra.ra.fake.FakeDelays;
import dev.mqttra.ra.fake.FakeDelivery;
import dev.mqttra.ra.fake.FakeEndpointFactory;
import dev.mqttra.ra.fake.FakeOutlet;
import dev.mqttra.ra.fake.FakeTransactions;
import dev.mqttra.ra.fake.FakeWorkManager;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A dispatcher in a fake container on simulated time, with a bean whose reaction is the test's. */
final class Engine {
    /** Each call of a server's that can fail. */
    private static final List<String> STEPS = List.of(
            FakeEndpointFactory.CREATE,
            FakeEndpointFactory.BEFORE,
            FakeEndpointFactory.CALL,
            FakeEndpointFactory.AFTER,
            FakeEndpointFactory.RELEASE);

    final FakeTransactions transactions = new FakeTransactions();
    final FakeDelays delays = new FakeDelays();
    final FakeOutlet outlet = new FakeOutlet();
    final List<FakeDelivery> acknowledged = new CopyOnWriteArrayList<>();
    final List<String> seen = new CopyOnWriteArrayList<>();
    final MqttActivationSpec spec = new MqttActivationSpec();
    FakeWorkManager workManager = FakeWorkManager.onDemand();
    FakeEndpointFactory factory;
    Dispatcher dispatcher;
    List<DeliveryMethod> methods;

    interface Reaction {
        void to(MqttMessage message) throws Exception;
    }

    public static class Bean implements MqttListener {
        private final Reaction reaction;

        Bean(Reaction reaction) {
            this.reaction = reaction;
        }

        @Override
        public void onMessage(MqttMessage message) {
            try {
                reaction.to(message);
            } catch (Exception e) {
                sneak(e);
            }
        }
    }

    @SuppressWarnings("unchecked")
    static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    /** A listener of every topic, in transactions; what it gets is seen before the reaction. */
    void start(Reaction reaction) throws Exception {
        if (spec.getTopicFilter() == null) {
            spec.setTopicFilter("#");
        }
        start(
                new Bean(message -> {
                    seen.add(message.text());
                    reaction.to(message);
                }),
                MqttListener.class,
                true);
    }

    void start(Object bean, Class<?> view, boolean transacted) throws Exception {
        factory = new FakeEndpointFactory(bean, view, transactions, transacted);
        ActivationSettings settings = spec.settings();
        methods = BeanMethods.of(bean.getClass(), settings, new JsonBinding(bean.getClass()));
        dispatcher = new Dispatcher(
                "Bean",
                factory,
                workManager,
                delays,
                new EndpointCall(factory, transactions),
                outlet::publish,
                settings);
        dispatcher.workers().lingerNanos(0);
    }

    FakeDelivery arrive(String payload) {
        return arrive("t", payload);
    }

    /** A message for the method whose filter matches. */
    FakeDelivery arrive(String topic, String payload) {
        return arrive(new FakeDelivery(topic, payload, acknowledged));
    }

    FakeDelivery arrive(FakeDelivery delivery) {
        arriveTogether(List.of(delivery));
        return delivery;
    }

    /** The messages of one read. */
    void arriveTogether(List<FakeDelivery> deliveries) {
        List<MessageHandler> handlers = deliveries.stream().map(this::handlerOf).toList();
        for (int i = 0; i < deliveries.size(); i++) {
            handlers.get(i).onMessage(deliveries.get(i));
        }
        handlers.forEach(MessageHandler::onBatchEnd);
    }

    private MessageHandler handlerOf(FakeDelivery delivery) {
        return dispatcher
                .intake()
                .handlerOf(methods.stream()
                        .filter(each -> each.pattern()
                                .filter()
                                .matches(delivery.message().topic()))
                        .findFirst()
                        .orElseThrow());
    }

    /** One of the things that go wrong in a server, or some time; more often than not something arrives. */
    void anything(Random random, Runnable arrival) {
        switch (random.nextInt(9)) {
            case 0 ->
                factory.failNext(
                        STEPS.get(random.nextInt(STEPS.size())), () -> new IllegalStateException("made to fail"));
            case 1 -> factory.unavailable(random.nextInt(3));
            case 2 -> workManager.rejectNext(random.nextInt(3));
            case 3 -> outlet.failNext(random.nextInt(3));
            case 4 -> run();
            case 5 -> pass(random.nextInt(5), TimeUnit.SECONDS);
            case 6 -> dispatcher.failedDeliveries().redeliver();
            default -> arrival.run();
        }
    }

    void run() {
        workManager.runAll();
    }

    /** Lets time pass until nothing is planned any more, at most so many steps, with all that runs in between. */
    void runToEnd(int steps) {
        run();
        for (int i = 0; i < steps && delays.size() > 0; i++) {
            delays.pass(delays.next());
            run();
        }
    }

    void pass(long amount, TimeUnit unit) {
        delays.pass(unit.toNanos(amount));
        run();
    }

    /** What waits is not acknowledged, and no endpoint is left behind. */
    boolean close() throws InterruptedException {
        if (dispatcher == null) {
            return true;
        }
        run();
        boolean idle = dispatcher.close(TimeUnit.SECONDS.toNanos(10)) == 0;
        run();
        return idle && factory.held() == 0;
    }
}
