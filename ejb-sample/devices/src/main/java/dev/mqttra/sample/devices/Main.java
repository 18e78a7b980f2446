package dev.mqttra.sample.devices;

/** Runs the devices until the process is ended. The one argument is the broker's address. */
public final class Main {
    private Main() {}

    @SuppressWarnings("SystemOut")
    public static void main(String... arguments) {
        String uri = arguments.length > 0 ? arguments[0] : "tcp://127.0.0.1:1883";
        if (arguments.length > 1 || !uri.contains("://")) {
            System.err.println("usage: java -jar plant-devices.jar [tcp://HOST:PORT]");
            System.exit(2);
        }
        Devices devices = Devices.start(uri);
        Runtime.getRuntime().addShutdownHook(new Thread(devices::close, "goodbye"));
        System.out.println(devices.count() + " devices speak to " + uri + ". Ctrl-C ends them.");
    }
}
