package dev.mqttra.netty;

import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may open a WebSocket. A browser opens one for any page, to any address that it reaches, and says only
 * in the Origin header which page it was. Without a check every page that somebody on this machine looks at could use a
 * broker that trusts whoever reaches its loopback address.
 */
final class Origins {
    private static final String ALL = "*";

    private Origins() {}

    /**
     * Whether a request may pass.
     *
     * @param allowed origins that the configuration names
     * @param origin the header; null for a program that is not a browser, which may pass
     * @param host the header: what the client believes to speak to. Where it is that of the origin too it is the broker's
     *     own page, or a program that fills the header in, as some clients do
     * @param loopback whether the connection came to a loopback address. There the host must be a loopback name, as a
     *     page of a stranger can have its own name resolved to this address
     */
    static boolean allowed(List<String> allowed, @Nullable String origin, @Nullable String host, boolean loopback) {
        if (origin == null || allowed.contains(ALL) || allowed.stream().anyMatch(origin::equalsIgnoreCase)) {
            return true;
        }
        String page = hostOf(origin);
        String server = host == null ? null : hostOf("http://" + host);
        if (page == null || server == null) {
            return false;
        }
        return loopback ? isLoopback(page) && isLoopback(server) : page.equalsIgnoreCase(server);
    }

    private static @Nullable String hostOf(String origin) {
        try {
            return new URI(origin).getHost();
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("[::1]")
                || (host.startsWith("127.") && NetUtil.isValidIpV4Address(host));
    }
}
