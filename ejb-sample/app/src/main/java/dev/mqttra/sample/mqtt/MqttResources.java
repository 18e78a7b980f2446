package dev.mqttra.sample.mqtt;

import dev.mqttra.api.MqttConnectionFactory;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** Lets the beans inject the connection factory that web.xml defines. */
@Dependent
public class MqttResources {

    @Produces
    @Resource(lookup = "java:app/mqtt")
    private MqttConnectionFactory mqtt;
}
