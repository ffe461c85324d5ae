package io.saccade.ops;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector of traces: takes OTLP over HTTP as protobuf and keeps the spans. Field numbers are those of opentelemetry-proto 1.x. */
final class OtlpReceiver implements AutoCloseable {

    private static final long NANOS = 1_000_000_000;

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    /** As it came over the wire; ids are hexadecimal, the status code 2 is an error. */
    record Span(
            String traceId,
            String spanId,
            String traceState,
            String parentId,
            String name,
            int kind,
            Instant start,
            Instant end,
            Map<String, String> attributes,
            int statusCode,
            String statusMessage) {}

    OtlpReceiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    List<Span> spans() {
        return spans;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            UnknownFieldSet request = UnknownFieldSet.parseFrom(exchange.getRequestBody());
            for (UnknownFieldSet resource : messages(request, 1)) {
                for (UnknownFieldSet scope : messages(resource, 2)) {
                    messages(scope, 2).stream().map(OtlpReceiver::span).forEach(spans::add);
                }
            }
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static Span span(UnknownFieldSet span) {
        Map<String, String> attributes = new HashMap<>();
        for (UnknownFieldSet attribute : messages(span, 9)) {
            attributes.put(text(attribute, 1), value(messages(attribute, 2).get(0)));
        }
        List<UnknownFieldSet> status = messages(span, 15);
        return new Span(
                hex(span, 1),
                hex(span, 2),
                text(span, 3),
                hex(span, 4),
                text(span, 5),
                number(span, 6),
                time(span, 7),
                time(span, 8),
                attributes,
                status.isEmpty() ? 0 : number(status.get(0), 3),
                status.isEmpty() ? "" : text(status.get(0), 2));
    }

    private static String value(UnknownFieldSet any) {
        if (any.hasField(1)) {
            return text(any, 1);
        }
        if (any.hasField(4)) {
            return String.valueOf(
                    Double.longBitsToDouble(any.getField(4).getFixed64List().get(0)));
        }
        return String.valueOf(any.getField(3).getVarintList());
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream()
                .map(OtlpReceiver::parse)
                .toList();
    }

    private static UnknownFieldSet parse(ByteString bytes) {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ByteString bytes(UnknownFieldSet message, int field) {
        Collection<ByteString> all = message.getField(field).getLengthDelimitedList();
        return all.isEmpty() ? ByteString.EMPTY : all.iterator().next();
    }

    private static String text(UnknownFieldSet message, int field) {
        return bytes(message, field).toStringUtf8();
    }

    private static String hex(UnknownFieldSet message, int field) {
        return HexFormat.of().formatHex(bytes(message, field).toByteArray());
    }

    private static int number(UnknownFieldSet message, int field) {
        List<Long> all = message.getField(field).getVarintList();
        return all.isEmpty() ? 0 : Math.toIntExact(all.get(0));
    }

    private static Instant time(UnknownFieldSet message, int field) {
        long nanos = message.getField(field).getFixed64List().get(0);
        return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
