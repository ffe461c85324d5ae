package io.saccade.http;

import io.saccade.encode.ChannelStatistics;
import io.saccade.scoring.Outcome.Scored;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The newest frame of each camera with its heat map, for the page. */
@Path("/api/cameras")
@Tag(name = "Cameras")
public class CameraResource {

    private static final int WIDTH = 640;
    private static final byte JPEG_FIRST = (byte) 0xFF;
    private static final byte PNG_FIRST = (byte) 0x89;

    private final LiveCameras cameras;

    CameraResource(LiveCameras cameras) {
        this.cameras = cameras;
    }

    /** The cameras that this instance reads. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "cameras", summary = "The newest scored frame of each camera")
    @APIResponse(
            responseCode = "200",
            description = "One entry for each camera, by camera id",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Cameras")))
    @APIResponse(responseCode = "406", ref = "NotAcceptable")
    public List<Camera> list() {
        return cameras.all().stream().map(Camera::of).toList();
    }

    /** The newest frame as the camera sent it, if it is a JPEG or PNG. */
    @GET
    @Path("frame")
    @Operation(operationId = "cameraFrame", summary = "The newest frame of a camera, as it was sent (JPEG or PNG)")
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
        byte[] bytes = newest(camera).frame().payload().bytes();
        String type =
                switch (bytes[0]) {
                    case JPEG_FIRST -> "image/jpeg";
                    case PNG_FIRST -> "image/png";
                    default -> throw new NotFoundException("the frames of camera '" + camera + "' are not pictures");
                };
        return fresh(bytes, type);
    }

    /** The newest heat map. */
    @GET
    @Path("heat-map")
    @Blocking
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
        return fresh(ScoreResource.draw(newest(camera).scoreMap(), channel, WIDTH), "image/png");
    }

    private Scored newest(String camera) {
        return cameras.of(camera)
                .orElseThrow(() -> new NotFoundException("no frame of camera '" + camera + "' was scored here"));
    }

    private static Response fresh(byte[] bytes, String type) {
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        return Response.ok(bytes, type).cacheControl(never).build();
    }

    /**
     * The newest frame of a camera.
     *
     * @param frames how many frames of this camera were scored here
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

        static Camera of(LiveCameras.Live live) {
            Scored scored = live.newest();
            ChannelStatistics first = scored.summary().channels().get(0);
            return new Camera(
                    scored.frame().camera(),
                    scored.frame().id(),
                    live.frames(),
                    scored.frame().capturedAt().toEpochMilli(),
                    scored.summary().scoredAt().toEpochMilli(),
                    scored.summary().width(),
                    scored.summary().height(),
                    scored.summary().outputChannels(),
                    first.mean(),
                    first.max(),
                    scored.summary().times().total());
        }
    }
}
