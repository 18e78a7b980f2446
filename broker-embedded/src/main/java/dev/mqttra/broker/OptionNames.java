package dev.mqttra.broker;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Refusals in the words of the command line. The broker's messages name a property of {@link BrokerConfig}, either as
 * their first word ({@code port is 65536; it must be …}) or as {@code property 'port'}, and write times as ISO-8601
 * does; the options are the properties' names in lower case with hyphens, and their times are seconds.
 */
final class OptionNames {
    private static final Pattern PROPERTY = Pattern.compile("^(\\w+)(?= is )|(?:the )?property '(\\w+)'");
    private static final Pattern TIME = Pattern.compile("\\bPT[-0-9.HMS]+");
    private static final Pattern CAPITAL = Pattern.compile("(?=[A-Z])");

    private OptionNames() {}

    static String in(String message) {
        String named = PROPERTY.matcher(message).replaceAll(OptionNames::option);
        return TIME.matcher(named)
                .replaceAll(time -> Duration.parse(time.group()).toSeconds() + " s");
    }

    private static String option(MatchResult property) {
        String name = property.group(1) == null ? property.group(2) : property.group(1);
        return "--" + CAPITAL.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
    }
}
