package io.saccade.http.access;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Opens a WebSocket as a browser would. */
final class Sockets {

    private Sockets() {}

    /** What {@link EchoSocket} says to a word. */
    static String echo(URI page, String word, Map<String, String> headers) throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        WebSocket socket = open(page, headers, new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                heard.complete(data.toString());
                return CompletableFuture.completedStage(null);
            }

            @Override
            public void onError(WebSocket webSocket, Throwable error) {
                heard.completeExceptionally(error);
            }
        });
        socket.request(1);
        socket.sendText(word, true);
        try {
            return heard.get(20, TimeUnit.SECONDS);
        } finally {
            socket.abort();
        }
    }

    /** The HTTP status by which an upgrade is refused; 101 if it is not. */
    static int status(URI page, Map<String, String> headers) {
        try {
            open(page, headers, new WebSocket.Listener() {}).abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    private static WebSocket open(URI page, Map<String, String> headers, WebSocket.Listener listener) {
        URI uri = URI.create(page.toString().replaceFirst("^http", "ws")).resolve(EchoSocket.PATH);
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        headers.forEach(builder::header);
        return builder.buildAsync(uri, listener).join();
    }
}
