package io.saccade.http.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/** So many a second for each client, by its address, and a number at once. Remembers {@value #MOST_CLIENTS} clients. */
final class Allowance {

    private static final int MOST_CLIENTS = 10_000;
    private static final Duration REFILLED = Duration.ofMinutes(1);

    private final int perSecond;
    private final int burst;
    private final Cache<String, Bucket> clients = Caffeine.newBuilder()
            .maximumSize(MOST_CLIENTS)
            .expireAfterAccess(REFILLED)
            .build();

    /** An allowance; {@code burst} is how many may come at once after a pause. */
    Allowance(int perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /** Takes one. Returns zero, or after what time there is one again. */
    Duration take(String client) {
        ConsumptionProbe probe = clients.get(client, unknown -> full()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }
}
