package dev.mqttra.ra.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescribedMBeanTest {

    @ParameterizedTest
    @ValueSource(classes = {ActivationMXBean.class, BrokerMXBean.class})
    <T> void saysWhatEverythingInItIs(Class<T> view) throws Exception {
        MBeanInfo info = new DescribedMBean(nobody(view), view).getMBeanInfo();

        assertThat(info.getDescription())
                .isEqualTo(view.getAnnotation(Description.class).value());
        Map<String, String> said = new HashMap<>();
        for (MBeanAttributeInfo attribute : info.getAttributes()) {
            said.put("get" + attribute.getName(), attribute.getDescription());
        }
        for (MBeanOperationInfo operation : info.getOperations()) {
            said.put(operation.getName(), operation.getDescription());
        }
        assertThat(said)
                .isEqualTo(Stream.of(view.getMethods())
                        .collect(Collectors.toMap(Method::getName, method -> method.getAnnotation(Description.class)
                                .value())));
    }

    private static <T> T nobody(Class<T> view) {
        return view.cast(Proxy.newProxyInstance(
                view.getClassLoader(), new Class<?>[] {view}, (Object proxy, Method method, Object[] none) -> null));
    }
}
