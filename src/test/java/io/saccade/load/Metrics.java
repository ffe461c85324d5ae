package io.saccade.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What {@code /q/metrics} says, in Prometheus' text format. */
public record Metrics(String text) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Asks the service on a port. */
    public static Metrics of(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return new Metrics(
                HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** The sum of a metric over all its labels; 0 if there is none. */
    public double sum(String name) {
        return sum(name, "");
    }

    /** The sum of a metric over the series that bear a label, {@code key="value"}. */
    public double sum(String name, String label) {
        return text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
