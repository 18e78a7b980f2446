package dev.mqttra.ra.fake;

import jakarta.ejb.EJBException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.transaction.xa.XAResource;

/**
 * Endpoints of one bean, as a server gives them: proxies that begin and complete a transaction between beforeDelivery and
 * afterDelivery, insist on their pairing, and note every call. Any call can be made to fail.
 */
public final class FakeEndpointFactory implements MessageEndpointFactory {
    /** The steps of an endpoint's life, as {@link #journal} notes them. */
    public static final String CREATE = "create";

    public static final String BEFORE = "before";
    public static final String CALL = "call";
    public static final String AFTER = "after";
    public static final String RELEASE = "release";

    private final Object bean;
    private final Class<?> view;
    private final FakeTransactions transactions;
    private final boolean transacted;
    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final Map<String, Supplier<Throwable>> failNext = new ConcurrentHashMap<>();
    private final Set<MessageEndpoint> held = ConcurrentHashMap.newKeySet();
    private final AtomicInteger created = new AtomicInteger();
    private final AtomicInteger unavailable = new AtomicInteger();
    private volatile int poolSize = Integer.MAX_VALUE;

    /**
     * @param bean what is called
     * @param view the interface that the endpoints implement: the listener interface, or, as Payara does where that has no
     *     methods, one with the bean's methods
     * @param transacted whether deliveries are REQUIRED, otherwise NOT_SUPPORTED
     */
    public FakeEndpointFactory(Object bean, Class<?> view, FakeTransactions transactions, boolean transacted) {
        this.bean = bean;
        this.view = view;
        this.transactions = transactions;
        this.transacted = transacted;
    }

    /** The next call of a step throws once. Of {@link #AFTER} it does so after the transaction has completed. */
    public void failNext(String step, Supplier<Throwable> failure) {
        failNext.put(step, failure);
    }

    /** So many times there is no endpoint. */
    public void unavailable(int times) {
        unavailable.set(times);
    }

    /** More endpoints than this are refused at once. */
    public void poolSize(int size) {
        poolSize = size;
    }

    /** What was called, in order; of several threads interleaved. */
    public List<String> journal() {
        return journal;
    }

    public int created() {
        return created.get();
    }

    /** Endpoints that were not released. */
    public int held() {
        return held.size();
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource xaResource) throws UnavailableException {
        return createEndpoint(xaResource, 0);
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource xaResource, long timeout) throws UnavailableException {
        if (unavailable.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new UnavailableException("the application is being deployed");
        }
        if (held.size() >= poolSize) {
            throw new UnavailableException("the pool is empty");
        }
        Supplier<Throwable> failure = failNext.remove(CREATE);
        if (failure != null) {
            FakeEndpointFactory.<RuntimeException>sneak(failure.get());
        }
        journal.add(CREATE);
        created.incrementAndGet();
        MessageEndpoint endpoint = (MessageEndpoint) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {view, MessageEndpoint.class}, new Endpoint());
        held.add(endpoint);
        return endpoint;
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
        return transacted;
    }

    @Override
    public String getActivationName() {
        return "fake";
    }

    @Override
    public Class<?> getEndpointClass() {
        return bean.getClass();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    private final class Endpoint implements InvocationHandler {
        private FakeTransactions.Transaction transaction;
        private Thread user;

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(proxy, method, arguments);
            }
            switch (method.getName()) {
                case "beforeDelivery" -> before();
                case "afterDelivery" -> after();
                case "release" -> release(proxy);
                default -> {
                    return call(method, arguments);
                }
            }
            return null;
        }

        private Object ofObject(Object proxy, Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "endpoint of " + bean;
            };
        }

        private void before() throws Throwable {
            if (user != null) {
                throw new IllegalStateException("beforeDelivery twice");
            }
            fail(BEFORE);
            journal.add(BEFORE);
            user = Thread.currentThread();
            if (transacted) {
                transaction = transactions.begin();
            }
        }

        private Object call(Method method, Object[] arguments) throws Throwable {
            if (user != Thread.currentThread()) {
                throw new IllegalStateException("a call outside beforeDelivery and afterDelivery");
            }
            journal.add(CALL);
            try {
                fail(CALL);
                return bean.getClass()
                        .getMethod(method.getName(), method.getParameterTypes())
                        .invoke(bean, arguments);
            } catch (InvocationTargetException e) {
                rollBackUnchecked(e.getCause());
                throw e.getCause();
            } catch (EJBException e) {
                // The server's own: the transaction commits all the same.
                throw e;
            } catch (RuntimeException e) {
                rollBackUnchecked(e);
                throw e;
            }
        }

        /** A checked exception is the application's, and does not roll back. */
        private void rollBackUnchecked(Throwable failure) {
            if (failure instanceof RuntimeException && transaction != null) {
                transaction.setRollbackOnly();
            }
        }

        private void after() throws Throwable {
            if (user != Thread.currentThread()) {
                throw new IllegalStateException("afterDelivery without beforeDelivery");
            }
            journal.add(AFTER);
            user = null;
            if (transaction != null) {
                transaction.commit();
                transaction = null;
                transactions.end();
            }
            fail(AFTER);
        }

        private void release(Object proxy) throws Throwable {
            journal.add(RELEASE);
            held.remove(proxy);
            if (transaction != null) {
                transaction.rollback();
                transactions.end();
            }
            fail(RELEASE);
        }

        private void fail(String step) throws Throwable {
            Supplier<Throwable> failure = failNext.remove(step);
            if (failure != null) {
                throw failure.get();
            }
        }
    }

    /** As WildFly refuses a call to a component that is shutting down: with a class of its own, and before the bean runs. */
    public static EJBException refusal() {
        return new EJBException("the component is shutting down") {
            private static final long serialVersionUID = 1L;
        };
    }

    /** A failure as the resource adapter API declares it. */
    public static Throwable resourceFailure() {
        return new ResourceException("made to fail");
    }
}
