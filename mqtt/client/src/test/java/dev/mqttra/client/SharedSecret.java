package dev.mqttra.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A method of authentication whose answers the test gives. */
final class SharedSecret implements EnhancedAuthentication {
    final List<String> challenges = new ArrayList<>();
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    boolean serverIsRight = true;
    int begun;
    private final String method;

    SharedSecret(String method) {
        this.method = method;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public Exchange begin() {
        begun++;
        return new Exchange() {
            @Override
            public byte[] initialData() {
                return bytes("hello");
            }

            @Override
            public CompletionStage<byte @Nullable []> respond(byte @Nullable [] challenge) {
                challenges.add(challenge == null ? "nothing" : new String(challenge, StandardCharsets.UTF_8));
                return answer;
            }

            @Override
            public boolean accepts(byte @Nullable [] data) {
                return serverIsRight;
            }
        };
    }
}
