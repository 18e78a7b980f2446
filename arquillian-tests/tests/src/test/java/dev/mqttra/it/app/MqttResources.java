package dev.mqttra.it.app;

import dev.mqttra.api.MqttConnectionFactory;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/**
 * The connection factory for {@code @Inject}. Payara 6 refuses {@code @Resource} in an enterprise bean of an EAR that
 * brings the adapter: it reads such a bean twice, once before it knows the type as a connection factory's and once
 * after, and takes the two for a conflict. In a managed bean like this one it reads it once.
 */
@ApplicationScoped
public class MqttResources {

    @Produces
    @Resource(lookup = "java:app/mqtt")
    private MqttConnectionFactory mqtt;
}
