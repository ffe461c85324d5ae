package io.saccade.http.access;

import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** A WebSocket of the tests: says what it hears. */
@WebSocket(path = EchoSocket.PATH)
public class EchoSocket {

    static final String PATH = "/test/echo";

    /** The same. */
    @OnTextMessage
    public String echo(String text) {
        return text;
    }
}
