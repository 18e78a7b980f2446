package dev.mqttra.protocol.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#",
                "+",
                "/",
                "a/#",
                "+/#",
                "a/+/b",
                "a//b",
                "/#",
                "//",
                "+/+",
                " ",
                "$SYS/#",
                "$share/g/a",
                "$share/g//f",
                "$share",
                "$shared/a",
                "\uFEFF"
            })
    void valid(String filter) {
        assertThat(TopicFilter.of(filter)).hasToString(filter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a#",
                "a+",
                "+a",
                "#/a",
                "a/#/b",
                "##",
                "++",
                "a/b#",
                "$share/g",
                "$share//f",
                "$share/",
                "$share/g/",
                "$share/+/f",
                "$share/#/f",
                "$share/g/a#",
                "a\0",
                "\uD800"
            })
    void invalid(String filter) {
        assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of(filter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#", "+", "a+b", "a\0", "\uDC00"})
    void invalidNames(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> TopicName.of(name));
    }

    @Test
    void takesAtMost65535Bytes() {
        assertThat(TopicName.of("é".repeat(32_767) + "a").utf8()).hasSize(65_535);
        assertThatIllegalArgumentException().isThrownBy(() -> TopicName.of("é".repeat(32_768)));
        assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of("a".repeat(65_536)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "# a true",
                "# a/b/c true",
                "# /a true",
                "# $SYS/a false",
                "+/a $SYS/a false",
                "+ $SYS false",
                "$SYS/# $SYS/a true",
                "$SYS/# $SYS true",
                "$SYS/+ $SYS/a true",
                "$share/g/# $SYS/a false",
                "$share/g/a a true",
                "$share/g//f /f true",
                "a/# a true",
                "a/# a/ true",
                "a/# a/b/c true",
                "a/# ab false",
                "a/+ a false",
                "a/+ a/ true",
                "a/+ a/b/c false",
                "+/+ /a true",
                "/+ /a true",
                "+ /a false",
                "+ a true",
                "a/+/c a/b/c true",
                "a/+/c a//c true",
                "a/b a/B false",
                "a/b/ a/b false"
            })
    void matches(String filter, String topic, boolean expected) {
        assertThat(TopicFilter.of(filter).matches(TopicName.of(topic))).isEqualTo(expected);
        TopicTree<String, String> tree = new TopicTree<>();
        tree.put(TopicFilter.of(filter), "s", "v");
        boolean[] found = new boolean[1];
        tree.match(TopicName.of(topic), (s, v) -> found[0] = true);
        assertThat(found[0]).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"a, 1", "/, 2", "a/b/#, 3", "$share/g/a/b, 2", "#, 1"})
    void countsItsLevels(String filter, int levels) {
        assertThat(TopicFilter.of(filter).levels()).isEqualTo(levels);
    }

    @Test
    void comparesBytesWithoutNormalization() {
        assertThat(TopicFilter.of("\u00E9").matches(TopicName.of("e\u0301"))).isFalse();
    }
}
