package dev.mqttra.servers;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Run as a process: behaves as its first argument says. */
final class PretendedServer {
    private PretendedServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("goodbye")));
        switch (arguments[0]) {
            case "comes-up" -> System.out.println("READY");
            case "does-not-end" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(PretendedServer::waitForEver));
                System.out.println("READY");
            }
            case "says-it-failed" -> System.out.println("FAILED: no such port");
            default -> {
                System.out.println("no luck today");
                System.exit(3);
            }
        }
        new CountDownLatch(1).await();
    }

    private static void waitForEver() {
        while (true) {
            LockSupport.park();
        }
    }
}
