package io.saccade.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code /q/metrics} says, in Prometheus' text format. The only reader of it among the load tests. */
public record Metrics(String text) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Asks the service whose management port this is. */
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
        return series(name)
                .filter(line -> line.contains(label))
                .mapToDouble(Metrics::value)
                .sum();
    }

    /** The sums of a metric by the values of a label; a series without it does not count. */
    public Map<String, Double> sums(String name, String key) {
        Pattern label = Pattern.compile("[{,]" + key + "=\"([^\"]*)\"");
        Map<String, Double> sums = new TreeMap<>();
        series(name).forEach(line -> {
            Matcher matcher = label.matcher(line);
            if (matcher.find()) {
                sums.merge(matcher.group(1), value(line), Double::sum);
            }
        });
        return sums;
    }

    private Stream<String> series(String name) {
        return text.lines().filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"));
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
