package io.saccade.ops;

import io.saccade.frame.Frame;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * Fields that a log line has of its own, beside its text: the object {@code mdc} of a line in JSON, {@code %X{name}} in a
 * format of text.
 */
final class LogFields {

    /** W3C Trace Context: version, trace id, parent id and flags. */
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

    private static final int LONGEST_NAME = 200;

    private final Map<String, String> fields = new LinkedHashMap<>();

    private LogFields() {}

    /** One field. */
    static LogFields of(String name, String value) {
        return new LogFields().and(name, value);
    }

    /** Where a frame was read, and the trace that it is in. */
    static LogFields of(Frame frame) {
        LogFields fields = of("topic", frame.source().topic())
                .and("partition", String.valueOf(frame.source().partition()))
                .and("offset", String.valueOf(frame.source().offset()));
        Matcher context = TRACEPARENT.matcher(frame.traceparent() == null ? "" : frame.traceparent());
        return context.matches() ? fields.and("traceId", context.group(1)) : fields;
    }

    /** A name that a sender chose, as it may stand in a line: without characters that would end or colour it, and not too long. */
    static String name(String chosen) {
        String line = chosen.replaceAll("\\p{Cntrl}", "?");
        return line.length() > LONGEST_NAME ? line.substring(0, LONGEST_NAME) + "…" : line;
    }

    /** One more. */
    LogFields and(String name, String value) {
        fields.put(name, value);
        return this;
    }

    /** Lines that are logged by it have the fields. */
    void during(Runnable logging) {
        fields.forEach(MDC::put);
        try {
            logging.run();
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }
}
