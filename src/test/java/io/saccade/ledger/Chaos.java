package io.saccade.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Does a fault and undoes it again. There is always at least one service that is wanted. */
final class Chaos {

    /** Longer than the group's session timeout: the others take over, and the sleeper wakes as a zombie. */
    private static final Duration LONGER_THAN_SESSION = Duration.ofSeconds(12);

    private static final int SLOW_BYTES_PER_SECOND = 100_000;

    private final Broker broker;
    private final Services services;
    private final TcpProxy proxy;
    private final Random random;

    Chaos(Broker broker, Services services, TcpProxy proxy, Random random) {
        this.broker = broker;
        this.services = services;
        this.proxy = proxy;
        this.random = random;
    }

    /** Returns when the fault is over (what was killed is starting), and says what was done. */
    String inflict(Fault fault) {
        return switch (fault) {
            case KILL_SERVICE -> killService();
            case PAUSE_SERVICE -> pauseService(Duration.ofSeconds(2));
            case PAUSE_SERVICE_LONG -> pauseService(LONGER_THAN_SESSION);
            case PAUSE_BROKER -> pauseBroker(Duration.ofSeconds(5));
            case PAUSE_BROKER_LONG -> pauseBroker(Duration.ofSeconds(10));
            case KILL_BROKER -> killBroker();
            case JOIN -> join();
            case LEAVE -> leave();
            case VANISH -> vanish();
            case CUT -> cut();
            case HOLD -> random.nextBoolean() ? hold() : halfOpen();
            case THROTTLE -> throttle();
        };
    }

    private String killService() {
        int slot = anyService();
        services.killAndRestart(slot);
        return "service " + slot + " killed (SIGKILL) and started again";
    }

    private String pauseService(Duration time) {
        int slot = anyService();
        services.pause(slot);
        Pause.of(time);
        services.resume(slot);
        return "service " + slot + " stood still for " + time.toSeconds() + " s";
    }

    private String pauseBroker(Duration time) {
        broker.pause();
        Pause.of(time);
        broker.resume();
        return "broker stood still for " + time.toSeconds() + " s";
    }

    private String killBroker() {
        broker.kill();
        Pause.of(Duration.ofMillis(random.nextInt(2000)));
        broker.restart();
        return "broker killed (SIGKILL) and started again";
    }

    private String join() {
        if (services.running().size() == Services.SLOTS) {
            services.leave(anyService());
        }
        int slot = services.free();
        services.join(slot);
        return "service " + slot + " joined";
    }

    private String leave() {
        int slot = oneOfSeveral();
        services.leave(slot);
        return "service " + slot + " left (SIGTERM)";
    }

    private String vanish() {
        int slot = oneOfSeveral();
        services.kill(slot);
        return "service " + slot + " killed (SIGKILL) for good";
    }

    private String cut() {
        proxy.refuse();
        proxy.cut();
        Pause.of(Duration.ofSeconds(3));
        proxy.accept();
        return "connections cut and refused for 3 s";
    }

    private String hold() {
        proxy.hold();
        Pause.of(Duration.ofSeconds(5));
        proxy.release();
        return "nothing let through for 5 s, then late";
    }

    private String halfOpen() {
        proxy.holdHalfOpen();
        Pause.of(Duration.ofSeconds(5));
        proxy.release();
        return "connections half open for 5 s";
    }

    private String throttle() {
        proxy.throttle(SLOW_BYTES_PER_SECOND);
        Pause.of(Duration.ofSeconds(5));
        proxy.unthrottle();
        return "connections slowed to " + SLOW_BYTES_PER_SECOND / 1000 + " kB/s for 5 s";
    }

    /** One that may go away: if it is the only one, another is there first. */
    private int oneOfSeveral() {
        int slot = anyService();
        if (services.running().size() == 1) {
            services.join(services.free());
        }
        return slot;
    }

    private int anyService() {
        List<Integer> running = services.running();
        return running.get(random.nextInt(running.size()));
    }
}
