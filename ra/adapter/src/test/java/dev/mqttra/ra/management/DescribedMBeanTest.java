package dev.mqttra.ra.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescribedMBeanTest {

    @ParameterizedTest
    @ValueSource(classes = {ActivationMXBean.class, BrokerMXBean.class})
    <T> void saysWhatEverythingInItIs(Class<T> view) throws Exception {
        MBeanInfo info = new DescribedMBean(nobody(view), view).getMBeanInfo();

        assertThat(info.getDescription())
                .isEqualTo(view.getAnnotation(Description.class).value());
        assertThat(Stream.of(info.getAttributes(), info.getOperations())
                        .flatMap(Stream::of)
                        .map(MBeanFeatureInfo::getDescription))
                .containsExactlyInAnyOrderElementsOf(Stream.of(view.getMethods())
                        .map(method -> method.getAnnotation(Description.class).value())
                        .toList());
    }

    private static <T> T nobody(Class<T> view) {
        return view.cast(Proxy.newProxyInstance(
                view.getClassLoader(), new Class<?>[] {view}, (Object proxy, Method method, Object[] none) -> null));
    }
}
