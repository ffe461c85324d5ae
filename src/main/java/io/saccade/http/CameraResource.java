package io.saccade.http;

import io.saccade.encode.HeatMap;
import io.saccade.kafka.live.CameraState;
import io.saccade.kafka.live.Follower;
import io.saccade.kafka.live.Sighting;
import io.saccade.kafka.live.Summary;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The newest of each camera, as it is on the topics. The first question after a while waits until they have been read. */
@Path("/api/cameras")
@Tag(name = "Cameras")
@Blocking
public class CameraResource {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Follower follower;

    CameraResource(Follower follower) {
        this.follower = follower;
    }

    /** The cameras of which frames were scored of late. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "cameras", summary = "The newest scored frame of each camera")
    @APIResponse(
            responseCode = "200",
            description = "One entry for each camera, by camera id",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Cameras")))
    @APIResponse(responseCode = "406", ref = "NotAcceptable")
    public List<Camera> list() {
        return follower.ask(PATIENCE).cameras().stream().map(Camera::of).toList();
    }

    /** The newest frame, as the camera sent it if it is a JPEG or PNG that is not too large. */
    @GET
    @Path("frame")
    @Operation(
            operationId = "cameraFrame",
            summary = "The newest frame of a camera, as it was sent (JPEG or PNG)",
            description = "Other formats, and pictures of more than 1 MiB, come as a JPEG of at most 1280 pixels.")
    @APIResponse(
            responseCode = "200",
            description = "The picture; never cached",
            content = {
                @Content(mediaType = "image/jpeg", schema = @Schema(ref = "Bytes")),
                @Content(mediaType = "image/png", schema = @Schema(ref = "Bytes"))
            })
    @APIResponse(responseCode = "404", ref = "NoFrame")
    public Response frame(
            @Parameter(description = "camera id", required = true, example = "street-0")
                    @QueryParam("camera")
                    @DefaultValue("")
                    String camera) {
        Sighting sighting = newest(camera);
        if (!sighting.picture().isThere()) {
            throw new NotFoundException("the newest frame of camera '" + camera + "' can't be shown");
        }
        return fresh(sighting.picture().bytes(), sighting.picture().type());
    }

    /** The newest heat map. */
    @GET
    @Path("heat-map")
    @Operation(
            operationId = "cameraHeatMap",
            summary = "The newest heat map of a camera (PNG, at most 640 pixels wide)")
    @APIResponse(
            responseCode = "200",
            description = "The heat map; never cached",
            content = @Content(mediaType = "image/png", schema = @Schema(ref = "Bytes")))
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "404", ref = "NoFrame")
    public Response heatMap(
            @Parameter(description = "camera id", required = true, example = "street-0")
                    @QueryParam("camera")
                    @DefaultValue("")
                    String camera,
            @Parameter(description = "output channel", schema = @Schema(minimum = "0"))
                    @QueryParam("channel")
                    @DefaultValue("0")
                    int channel) {
        Sighting sighting = newest(camera);
        int channels = sighting.planes().size();
        if (channel < 0 || channel >= channels) {
            throw new BadRequestException("channel is " + channel + ", expected 0 to " + (channels - 1));
        }
        return fresh(HeatMap.png(sighting.planes().get(channel)), "image/png");
    }

    /** A small picture of a rejected frame, where it can be read. */
    @GET
    @Path("dead-letter")
    @Operation(
            operationId = "deadLetter",
            summary = "A small picture of a dead letter (JPEG)",
            description = "One of the last 50, drawn anew from what the service's own decoder reads.")
    @APIResponse(
            responseCode = "200",
            description = "The picture; never cached",
            content = @Content(mediaType = "image/jpeg", schema = @Schema(ref = "Bytes")))
    @APIResponse(responseCode = "404", ref = "NoPicture")
    public Response deadLetter(
            @Parameter(description = "of the letter", required = true, example = "frames-dead-letter/0/17")
                    @QueryParam("position")
                    @DefaultValue("")
                    String position) {
        return follower.ask(PATIENCE).letters().stream()
                .filter(letter -> letter.position().equals(position))
                .map(letter -> letter.thumbnail())
                .filter(Objects::nonNull)
                .findFirst()
                .map(jpeg -> fresh(jpeg, "image/jpeg"))
                .orElseThrow(() -> new NotFoundException("there is no picture of dead letter '" + position + "'"));
    }

    /** The newest picture that the trainer drew. */
    @GET
    @Path("gan-samples")
    @Operation(operationId = "newestSamples", summary = "The newest picture of generated samples on its topic (PNG)")
    @APIResponse(
            responseCode = "200",
            description = "The picture; never cached",
            content = @Content(mediaType = "image/png", schema = @Schema(ref = "Bytes")))
    @APIResponse(responseCode = "404", ref = "NoPicture")
    public Response ganSamples() {
        return follower.ask(PATIENCE)
                .samples()
                .map(samples -> fresh(samples.png(), "image/png"))
                .orElseThrow(() -> new NotFoundException("no picture of samples is on the topic"));
    }

    private Sighting newest(String camera) {
        return follower.ask(camera, PATIENCE)
                .orElseThrow(() -> new NotFoundException("no scored frame of camera '" + camera + "' is at hand"));
    }

    private static Response fresh(byte[] bytes, String type) {
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        return Response.ok(bytes, type).cacheControl(never).build();
    }

    /**
     * The newest frame of a camera.
     *
     * @param frames how many frames of this camera were seen since somebody began to ask
     * @param width of the score map
     * @param height of the score map
     * @param latencyMs from the record's timestamp to the finished map
     */
    public record Camera(
            String camera,
            String frameId,
            long frames,
            long capturedAtMs,
            long scoredAtMs,
            int width,
            int height,
            int channels,
            double mean,
            double max,
            double latencyMs) {

        static Camera of(CameraState state) {
            Summary newest = state.summary();
            return new Camera(
                    newest.camera(),
                    newest.frameId(),
                    state.frames(),
                    newest.capturedAtMs(),
                    newest.scoredAtMs(),
                    newest.width(),
                    newest.height(),
                    newest.channels(),
                    newest.mean(),
                    newest.max(),
                    newest.latencyMs());
        }
    }
}
