package io.saccade.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A service that does all it can, so that all of it can be seen. */
public final class WholeService implements QuarkusTestProfile {

    static final String TOKEN = "a-token-for-this-test";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "saccade.roles", "score,train,serve",
                "saccade.admin.token", TOKEN,
                "saccade.gan.samples.every", "1",
                "saccade.http.rate", "0",
                "saccade.freshness.cameras.recent", "max-age=1m");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TightBroker.class));
    }
}
