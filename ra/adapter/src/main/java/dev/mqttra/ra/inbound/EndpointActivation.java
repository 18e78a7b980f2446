package dev.mqttra.ra.inbound;

import dev.mqttra.client.MessageHandler;
import dev.mqttra.client.MqttClient;
import dev.mqttra.ra.hosted.AdapterContext;
import dev.mqttra.ra.log.Log;
import dev.mqttra.ra.management.ActivationMXBean;
import dev.mqttra.ra.management.Registration;
import dev.mqttra.ra.security.SecurityInflow;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One active endpoint: a client of its own, subscribed to what the bean's methods want, and the {@link Dispatcher} that
 * brings the messages to the bean. Made and ended by the server's threads; the client's I/O thread only hands over.
 */
final class EndpointActivation {
    /** How long beans that are at a message when the application is stopped may take to end. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /** What is read ahead of the beans: several rounds for each of them, and enough for a network's round trip. */
    private static final int SMALLEST_WINDOW = 1_000;

    private static final int ROUNDS = 4;
    private static final int LARGEST_WINDOW = 65_535;

    private final String name;
    private final MqttClient client;
    private final Dispatcher dispatcher;
    private final ClientIdentities.Taken identity;
    private final JsonBinding json;
    private final Registration registration;

    private EndpointActivation(
            String name,
            MqttClient client,
            Dispatcher dispatcher,
            ClientIdentities.Taken identity,
            BrokerAnswers answers,
            JsonBinding json) {
        this.name = name;
        this.identity = identity;
        this.json = json;
        this.client = client;
        this.dispatcher = dispatcher;
        this.registration = Registration.of(
                "Activation", name, new ActivationView(dispatcher, client, answers), ActivationMXBean.class);
    }

    /**
     * Checks everything that can be known now, subscribes, and begins to connect; the broker need not be up. Messages may
     * be delivered before this returns: the server refuses endpoints until it is ready, and is asked again.
     *
     * @throws ResourceException that says what is wrong with the bean or its activation properties
     */
    static EndpointActivation start(
            AdapterContext adapter,
            ClientIdentities identities,
            MessageEndpointFactory factory,
            MqttActivationSpec spec)
            throws ResourceException {
        Class<?> beanClass = factory.getEndpointClass();
        ActivationProperties.refuseDropped(beanClass);
        ActivationSettings settings = settings(beanClass, spec);
        checkNoRetry(beanClass, settings.failures().noRetry());
        JsonBinding json = new JsonBinding(beanClass);
        try {
            return start(adapter, identities, factory, spec, settings, json);
        } catch (ResourceException | RuntimeException e) {
            json.close();
            throw e;
        }
    }

    private static EndpointActivation start(
            AdapterContext adapter,
            ClientIdentities identities,
            MessageEndpointFactory factory,
            MqttActivationSpec spec,
            ActivationSettings settings,
            JsonBinding json)
            throws ResourceException {
        Class<?> beanClass = factory.getEndpointClass();
        List<DeliveryMethod> methods = methods(beanClass, settings, json);
        if (settings.runAs() != null) {
            SecurityInflow.check(
                    adapter.workManager(), "bean " + beanClass.getName() + ": activation property runAsUser");
        }
        String name = beanClass.getName();
        refuseCircle(name, "deadLetterTopic", settings.failures().deadLetterTopic(), methods);
        refuseCircle(name, "retryTopic", settings.failures().retryTopic(), methods);
        ClientIdentities.Taken identity =
                identities.take(spec, settings, name, String.valueOf(factory.getActivationName()), methods);
        try {
            refuseRefusing(name, settings, identity.own().hosted());
            Overlaps overlaps = Overlaps.of(methods);
            if (overlaps != null) {
                overlaps.refuseOldVersions(beanClass, identity.own());
            }
            BrokerAnswers answers = new BrokerAnswers(name, settings.sharedSubscription());
            MqttClient client = adapter.clients().create(identity.own(), window(settings, methods), answers);
            Dispatcher dispatcher = new Dispatcher(
                    name,
                    factory,
                    adapter.workManager(),
                    adapter.delays(),
                    new EndpointCall(factory, adapter.transactions()),
                    client::publish,
                    settings);
            MessageHandler forAll =
                    overlaps == null ? null : dispatcher.intake().handlerOf(overlaps, settings::subscribed);
            for (DeliveryMethod method : methods) {
                client.subscribe(
                        settings.subscribed(method),
                        method.qos(),
                        forAll == null ? dispatcher.intake().handlerOf(method) : forAll);
            }
            EndpointActivation activation = new EndpointActivation(name, client, dispatcher, identity, answers, json);
            Log.activated(
                    name,
                    methods.stream().map(m -> settings.subscribed(m).toString()).toList(),
                    identity.own().toString());
            client.start();
            return activation;
        } catch (ResourceException | RuntimeException e) {
            identities.giveBack(identity.own());
            throw e;
        }
    }

    private static List<DeliveryMethod> methods(Class<?> beanClass, ActivationSettings settings, JsonBinding json)
            throws ResourceException {
        List<DeliveryMethod> methods = BeanMethods.of(beanClass, settings, json);
        try {
            settings.refuseTwoGroups(methods);
            settings.refuseWithoutEffect(methods);
            return methods;
        } catch (InvalidPropertyException e) {
            throw ActivationProperties.named(beanClass, e);
        }
    }

    private static ActivationSettings settings(Class<?> beanClass, MqttActivationSpec spec)
            throws InvalidPropertyException {
        try {
            return spec.settings();
        } catch (InvalidPropertyException e) {
            throw ActivationProperties.named(beanClass, e);
        }
    }

    /** A class that the application does not see is told and no error: it may be one of the server's drivers. */
    private static void checkNoRetry(Class<?> beanClass, Set<String> noRetry) throws InvalidPropertyException {
        for (String each : noRetry) {
            try {
                if (!Throwable.class.isAssignableFrom(Class.forName(each, false, beanClass.getClassLoader()))) {
                    throw ActivationProperties.named(
                            beanClass, ActivationSettings.problem("noRetry", " '" + each + "' is no exception class"));
                }
            } catch (ClassNotFoundException | LinkageError e) {
                Log.unknownException(beanClass.getName(), each);
            }
        }
    }

    /** What the bean could not deal with would come back to it, for ever. */
    private static void refuseCircle(
            String bean, String property, @Nullable TopicTemplate topic, List<DeliveryMethod> methods)
            throws InvalidPropertyException {
        TopicPattern pattern = topic == null
                ? null
                : topic.comingBackTo(
                        methods.stream().map(DeliveryMethod::pattern).toList());
        if (pattern != null) {
            throw ActivationProperties.problem(
                    property,
                    "bean " + bean + ": activation property " + property + " '" + topic + "' names topics that the"
                            + " bean's own topic filter '" + pattern + "' matches; choose one that none of them does");
        }
    }

    /** A broker elsewhere would take it for delivered, and nobody would be told. */
    private static void refuseRefusing(String bean, ActivationSettings settings, boolean hosted)
            throws InvalidPropertyException {
        if (settings.failures().onExhausted() == FailurePolicy.OnExhausted.REFUSE && !hosted) {
            throw ActivationProperties.problem(
                    "onExhausted",
                    "bean " + bean
                            + ": activation property onExhausted is refuse, which is for the hosted broker: where"
                            + " serverUri names another one, no device could be told; choose deadLetter, drop or stop");
        }
    }

    private static int window(ActivationSettings settings, List<DeliveryMethod> methods) {
        int perCall = methods.stream().anyMatch(DeliveryMethod::isBatch)
                ? settings.batch().size()
                : 1;
        int bestEffort = settings.qosZero() == null ? 0 : settings.qosZero().messages();
        return Math.min(
                LARGEST_WINDOW, bestEffort + Math.max(SMALLEST_WINDOW, ROUNDS * settings.maxConcurrency() * perCall));
    }

    /**
     * Ends the activation: nothing is delivered after it has returned, except by a bean that took longer than it may.
     * What was not acknowledged stays so: a persistent session keeps it, and a hosted broker's device sends it again.
     */
    void stop() {
        try {
            int busy = awaitBeans();
            if (busy > 0) {
                Log.deactivatedWhileBusy(name, busy, STOP_TIMEOUT.toSeconds());
            }
            closeClient();
        } finally {
            registration.close();
            json.close();
        }
        Log.deactivated(name);
    }

    private int awaitBeans() {
        try {
            return dispatcher.close(STOP_TIMEOUT.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void closeClient() {
        try {
            client.close().toCompletableFuture().get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            Log.closeFailed("the client of " + name, e);
        }
    }

    ClientIdentities.Taken identity() {
        return identity;
    }
}
