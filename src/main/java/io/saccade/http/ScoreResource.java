package io.saccade.http;

import io.saccade.encode.HeatMap;
import io.saccade.encode.ScoreMapDecoder;
import io.saccade.frame.Frame;
import io.saccade.frame.Payload;
import io.saccade.frame.RawLayout;
import io.saccade.frame.RejectedException;
import io.saccade.frame.ScoreMap;
import io.saccade.frame.Source;
import io.saccade.http.access.Costly;
import io.saccade.scoring.Lanes;
import io.saccade.scoring.ModelSwitch;
import io.saccade.scoring.Outcome;
import io.saccade.scoring.Outcome.Rejected;
import io.saccade.scoring.Outcome.Scored;
import io.saccade.tensor.MalformedTensorsException;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Scores one image that comes by HTTP; {@code Accept} chooses what comes back. */
@Path("/api/score")
@Consumes(MediaType.WILDCARD)
@Blocking
public class ScoreResource {

    private static final String SAFETENSORS = "application/x-safetensors";
    private static final String PNG = "image/png";

    /** What {@code curl --data-binary} says when it is told nothing. */
    private static final String FORM = "application/x-www-form-urlencoded";

    private static final List<MediaType> ANSWERS =
            List.of(MediaType.APPLICATION_JSON_TYPE, MediaType.valueOf(SAFETENSORS), MediaType.valueOf(PNG));

    private final ModelSwitch models;

    ScoreResource(ModelSwitch models) {
        this.models = models;
    }

    /**
     * Scores an image.
     *
     * @param raw the shape of a body of raw samples
     * @param channel output channel of a heat map
     */
    @POST
    @Costly
    @Produces({MediaType.APPLICATION_JSON, SAFETENSORS, PNG})
    @Operation(summary = "Score an image: JSON summary, safetensors score map or PNG heat map, by Accept")
    @RequestBody(
            description = "JPEG, PNG, safetensors (tensor image [H, W, iC]), or raw bytes with the query parameters")
    @APIResponse(responseCode = "200", description = "Scored")
    @APIResponse(responseCode = "413", description = "Too many pixels or bytes")
    @APIResponse(responseCode = "415", description = "Not a format that is accepted")
    @APIResponse(responseCode = "429", description = "More than saccade.http.rate; Retry-After says when")
    @APIResponse(responseCode = "503", description = "More at a time than saccade.http.max-concurrent")
    @APIResponse(responseCode = "422", description = "The image can't be scored; reason and detail say why")
    public Response score(
            @Context HttpHeaders headers,
            @BeanParam RawQuery raw,
            @QueryParam("channel") @DefaultValue("0") int channel,
            byte[] image)
            throws RejectedException {
        MediaType type = ANSWERS.stream()
                .filter(answer -> headers.getAcceptableMediaTypes().get(0).isCompatible(answer))
                .findFirst()
                .orElse(MediaType.APPLICATION_JSON_TYPE);
        Scored scored = score(headers.getHeaderString(HttpHeaders.CONTENT_TYPE), raw, image);
        byte[] answer =
                switch (type.getSubtype()) {
                    case "png" -> draw(scored.scoreMap(), channel, Integer.MAX_VALUE);
                    case "x-safetensors" -> scored.scoreMap();
                    default -> scored.summary().toJson();
                };
        return Response.ok(answer, type).build();
    }

    /** The PNG of one channel of an encoded score map; a channel that the map lacks is a bad request. */
    static byte[] draw(byte[] scoreMap, int channel, int maxWidth) {
        try {
            ScoreMap map = ScoreMapDecoder.decode(scoreMap);
            if (channel < 0 || channel >= map.channels()) {
                throw new BadRequestException("channel is " + channel + ", expected 0 to " + (map.channels() - 1));
            }
            return HeatMap.png(map.planes().get(channel), map.width(), map.height(), maxWidth);
        } catch (MalformedTensorsException ours) {
            throw new IllegalStateException(ours);
        }
    }

    private Scored score(@Nullable String contentType, RawQuery raw, byte[] image) throws RejectedException {
        Instant now = Instant.now();
        Frame frame = new Frame(
                "http",
                UUID.randomUUID().toString(),
                null,
                now,
                now,
                null,
                new Payload(image, named(contentType), raw.layout()),
                null,
                new Source("http", 0, 0));
        Outcome outcome = outcome(frame);
        if (outcome instanceof Rejected rejected) {
            throw new RejectedException(
                    rejected.rejection().reason(), rejected.rejection().detail());
        }
        return (Scored) outcome;
    }

    /** What a sender really said of its body: curl names a form where it was told nothing. */
    static @Nullable String named(@Nullable String contentType) {
        return contentType != null && contentType.startsWith(FORM) ? null : contentType;
    }

    private Outcome outcome(Frame frame) {
        try (ModelSwitch.Lease lanes = models.lease()) {
            return Lanes.await(lanes.submit(frame));
        }
    }

    /** The shape of a body of raw samples. */
    public static class RawQuery {
        /** Pixels in a row. */
        @QueryParam("width")
        public @Nullable Integer width;

        /** Rows. */
        @QueryParam("height")
        public @Nullable Integer height;

        /** Samples in a pixel. */
        @QueryParam("channels")
        public @Nullable Integer channels;

        /** {@code u8}, {@code f16} or {@code f32}. */
        @QueryParam("dtype")
        @DefaultValue("u8")
        public String dtype = "u8";

        @Nullable
        RawLayout layout() {
            return width == null || height == null || channels == null
                    ? null
                    : new RawLayout(width, height, channels, dtype);
        }
    }
}
