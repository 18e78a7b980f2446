package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPatternTest {

    @ParameterizedTest
    @CsvSource({
        "plant/{line}/temperature, plant/+/temperature",
        "{a}, +",
        "{all...}, #",
        "plant/{line}/{rest...}, plant/+/#",
        "plant/+/x, plant/+/x",
        "plant/#, plant/#",
        "$share/group/plant/{line}, $share/group/plant/+",
        "/{a}/, /+/"
    })
    void placeholdersBecomeWildcards(String text, String filter) {
        assertThat(TopicPattern.of(text).filter()).hasToString(filter);
    }

    @ParameterizedTest
    @CsvSource({
        "plant/{line}/temperature, line, plant/7/temperature, 7",
        "plant/{line}/temperature, line, plant//temperature, ''",
        "{a}, a, x, x",
        "{a}/{b}, b, x/y, y",
        "plant/{rest...}, rest, plant/7/temperature, 7/temperature",
        "plant/{rest...}, rest, plant, ''",
        "plant/{rest...}, rest, plant/, ''",
        "{all...}, all, a/b, a/b",
        "$share/group/plant/{line}, line, plant/7, 7"
    })
    void aNameStandsForWhatTheTopicHasThere(String text, String name, String topic, String value) {
        TopicPattern pattern = TopicPattern.of(text);
        assertThat(pattern.valueAt(pattern.levelOf(name), topic)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "plant/x{line}, 'stands alone between slashes'",
        "plant/{line, 'stands alone between slashes'",
        "plant/{}, 'stands alone between slashes'",
        "plant/{a.b}, 'stands alone between slashes'",
        "plant/{rest...}/x, 'is the last level'",
        "{a}/{a}, 'is there twice'",
        "plant/#/x, '# is the last level'",
        "plant/x+, 'a wildcard stands alone'",
        "'', 'at least one character'",
        "$share/group, 'a shared subscription is'"
    })
    void whatIsWrongIsSaidWithWhatWouldBeRight(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicPattern.of(text))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "a, a, true",
        "a, b, false",
        "a/+, a/b, true",
        "a/+, +/b, true",
        "a/+, a/b/c, false",
        "a/#, a, true",
        "a/#, a/b/c, true",
        "a/#, b/#, false",
        "#, a, true",
        "#, #, true",
        "#, $SYS/x, false",
        "+/x, $SYS/x, false",
        "$SYS/#, $SYS/x, true",
        "a, a/#, true",
        "a/b, a/b/c, false",
        "a/+/c, a/b/+, true",
        "a/+/c, a/b/d, false",
        "$share/g/a/+, a/b, true"
    })
    void overlapsIfATopicCouldMatchBoth(String one, String other, boolean overlap) {
        assertThat(TopicPattern.of(one).overlaps(TopicPattern.of(other))).isEqualTo(overlap);
        assertThat(TopicPattern.of(other).overlaps(TopicPattern.of(one))).isEqualTo(overlap);
    }

    @Test
    void inALiteralFilterBracesAreOrdinary() {
        TopicPattern pattern = TopicPattern.literal(dev.mqttra.protocol.topic.TopicFilter.of("a/{b}"));
        assertThat(pattern.filter()).hasToString("a/{b}");
        assertThat(pattern.names()).isEmpty();
    }
}
