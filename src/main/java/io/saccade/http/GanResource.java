package io.saccade.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.saccade.config.SaccadeConfig;
import io.saccade.frame.Payload;
import io.saccade.frame.RejectedException;
import io.saccade.gan.Checkpoint;
import io.saccade.gan.CheckpointExport;
import io.saccade.gan.CheckpointNovelty.Told;
import io.saccade.gan.Progress;
import io.saccade.gan.SampleGrid;
import io.saccade.gan.TrainingStep;
import io.saccade.gan.net.Network;
import io.saccade.gan.net.Volume;
import io.saccade.http.ScoreResource.RawQuery;
import io.saccade.http.access.Costly;
import io.saccade.kafka.training.LatestCheckpoint;
import io.saccade.kafka.training.Training;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the GAN, by its last committed checkpoint: this instance's own if it trains, else the one on the topic, some seconds
 * old.
 */
@Path("/api/gan")
@Blocking
public class GanResource {

    private static final String SAFETENSORS = "application/x-safetensors";
    private static final String ONNX = "application/octet-stream";
    private static final String PNG = "image/png";
    private static final int MOST_SAMPLES = 256;
    private static final double HALF = 0.5;

    private final SaccadeConfig config;
    private final LatestCheckpoint checkpoints;
    private final Training training;
    private final GanModels models;

    GanResource(SaccadeConfig config, LatestCheckpoint checkpoints, Training training, GanModels models) {
        this.config = config;
        this.checkpoints = checkpoints;
        this.training = training;
        this.models = models;
    }

    /** Settings, layers, and how far training is. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The GAN: settings, layers with volumes and parameter counts, step, likelihood, means of D")
    @APIResponse(responseCode = "404", description = "There is no checkpoint yet")
    public Description describe() {
        return Description.of(config.gan().trainerId(), models.of(checkpoint()), training.lastStep());
    }

    /** Generated samples. */
    @GET
    @Costly
    @Path("samples")
    @Produces({PNG, SAFETENSORS})
    @Operation(
            summary =
                    "Generated samples: a PNG grid, or safetensors with tensor samples [count, k] or [count, H, W, C]")
    @APIResponse(responseCode = "404", description = "There is no checkpoint yet")
    @APIResponse(responseCode = "429", description = "More than saccade.http.rate; Retry-After says when")
    @APIResponse(responseCode = "503", description = "More at a time than saccade.http.max-concurrent")
    public Response samples(
            @QueryParam("count") @DefaultValue("16") int count,
            @QueryParam("format") @DefaultValue("png") String format) {
        if (count < 1 || count > MOST_SAMPLES) {
            throw bad("count is " + count + ", expected 1 to " + MOST_SAMPLES);
        }
        GanModels.Model model = models.of(checkpoint());
        float[][] samples = model.samples(count);
        Volume volume = model.game().sample();
        return switch (format) {
            case "png" -> answer(SampleGrid.png(samples, volume), PNG);
            case "safetensors" -> answer(model.export().samples(samples).toBytes(), SAFETENSORS);
            default -> throw bad("format is '" + format + "', expected png or safetensors");
        };
    }

    /** How novel one image would be to a camera; nothing is learnt from it. */
    @POST
    @Costly
    @Path("novelty")
    @Consumes(MediaType.WILDCARD)
    @Produces({MediaType.APPLICATION_JSON, SAFETENSORS})
    @Operation(
            summary =
                    "How novel an image is to a camera: JSON, or by Accept safetensors with tensor novelty [rows, columns]",
            description =
                    "Nothing is learnt from the image. Without a camera it is compared with the only one there is.")
    @RequestBody(description = "An image as for /api/score, or a vector as the topic takes it")
    @APIResponse(responseCode = "404", description = "There is no checkpoint yet, or it does not know the camera")
    @APIResponse(responseCode = "413", description = "Too many pixels or bytes")
    @APIResponse(responseCode = "422", description = "It can't be read; reason and detail say why")
    @APIResponse(responseCode = "429", description = "More than saccade.http.rate; Retry-After says when")
    @APIResponse(responseCode = "503", description = "More at a time than saccade.http.max-concurrent")
    public Response novelty(
            @Context HttpHeaders headers,
            @BeanParam RawQuery raw,
            @QueryParam("camera") @Nullable String camera,
            byte[] image)
            throws RejectedException {
        GanModels.Model model = models.of(checkpoint());
        String compared = camera(camera, model.checkpoint());
        Payload payload = new Payload(
                image, ScoreResource.named(headers.getHeaderString(HttpHeaders.CONTENT_TYPE)), raw.layout());
        Told told = model.novelty(compared, payload)
                .orElseThrow(() -> missing("the trainer has seen no frame of camera '" + compared + "', only of "
                        + model.checkpoint().cameras().keySet()));
        boolean tensor = headers.getAcceptableMediaTypes().get(0).isCompatible(MediaType.valueOf(SAFETENSORS))
                && !headers.getAcceptableMediaTypes().get(0).isWildcardType();
        return tensor
                ? answer(map(told), SAFETENSORS)
                : Response.ok(Answer.of(compared, told), MediaType.APPLICATION_JSON_TYPE)
                        .build();
    }

    private static byte[] map(Told told) {
        float[] map = new float[told.map().length];
        for (int i = 0; i < map.length; i++) {
            map[i] = (float) told.map()[i];
        }
        List<Integer> shape = List.of(told.cells().height(), told.cells().width());
        return new Safetensors(Map.of(), List.of(Tensor.ofFloats("novelty", shape, map))).toBytes();
    }

    private static String camera(@Nullable String named, Checkpoint checkpoint) {
        if (named != null) {
            return named;
        }
        if (checkpoint.cameras().size() != 1) {
            throw bad("which camera? the trainer knows " + checkpoint.cameras().keySet());
        }
        return checkpoint.cameras().keySet().iterator().next();
    }

    /** One of the two networks, for other programs. */
    @GET
    @Path("{network: generator|discriminator}")
    @Produces({ONNX, SAFETENSORS})
    @Operation(summary = "A network as a plain ONNX model, or the weights of both as safetensors")
    @APIResponse(responseCode = "404", description = "There is no checkpoint yet")
    public Response network(
            @PathParam("network") String network, @QueryParam("format") @DefaultValue("onnx") String format) {
        GanModels.Model model = models.of(checkpoint());
        CheckpointExport export = model.export();
        return switch (format) {
            case "onnx" ->
                file(
                        network.equals("generator") ? export.generator() : export.discriminator(),
                        ONNX,
                        network + ".onnx");
            case "safetensors" -> file(export.weights().toBytes(), SAFETENSORS, "weights.safetensors");
            default -> throw bad("format is '" + format + "', expected onnx or safetensors");
        };
    }

    private Checkpoint checkpoint() {
        return latest().orElseThrow(() -> missing("trainer '" + config.gan().trainerId()
                + "' has no checkpoint yet: does an instance with 'train' in saccade.roles run?"));
    }

    private Optional<Checkpoint> latest() {
        try {
            return checkpoints.get();
        } catch (RuntimeException e) {
            throw new ServiceUnavailableException(text(
                    Response.Status.SERVICE_UNAVAILABLE,
                    config.gan().topics().checkpoints() + " can't be read: " + e.getMessage()));
        }
    }

    private static Response answer(byte[] bytes, String type) {
        return Response.ok(bytes, type).build();
    }

    private static Response file(byte[] bytes, String type, String name) {
        return Response.ok(bytes, type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .build();
    }

    private static BadRequestException bad(String message) {
        return new BadRequestException(text(Response.Status.BAD_REQUEST, message));
    }

    private static NotFoundException missing(String message) {
        return new NotFoundException(text(Response.Status.NOT_FOUND, message));
    }

    private static Response text(Response.Status status, String message) {
        return Response.status(status)
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity(message + "\n")
                .build();
    }

    /** What is said of an image. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(
            String camera,
            double novelty,
            double discriminator,
            double strangeness,
            @Nullable Double whereX,
            @Nullable Double whereY,
            long step) {

        static Answer of(String camera, Told told) {
            int column = told.novelty().where() % told.cells().width();
            int row = told.novelty().where() / told.cells().width();
            boolean placed = told.cells().height() > 1;
            return new Answer(
                    camera,
                    told.novelty().novelty(),
                    told.novelty().discriminator(),
                    told.novelty().strangeness(),
                    placed ? (column + HALF) / told.cells().width() : null,
                    placed ? (row + HALF) / told.cells().height() : null,
                    told.novelty().step());
        }
    }

    /**
     * What {@code /api/gan} answers; what is not known here is left out.
     *
     * @param settings by the last words of their keys
     * @param step steps that the weights have taken
     * @param digest SHA-256 of the weights and what is remembered of them
     * @param positions where the trainer reads on
     * @param likelihood of the last minibatch, where this instance trains
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Description(
            String trainer,
            Map<String, String> settings,
            NetworkDescription discriminator,
            NetworkDescription generator,
            long step,
            long minibatches,
            long samples,
            long skipped,
            boolean stopped,
            List<String> cameras,
            String digest,
            Map<String, Long> positions,
            @Nullable Float likelihood,
            @Nullable Float discriminatorReal,
            @Nullable Float discriminatorFake) {

        static Description of(String trainer, GanModels.Model model, Optional<TrainingStep> last) {
            Checkpoint checkpoint = model.checkpoint();
            Progress progress = checkpoint.progress();
            return new Description(
                    trainer,
                    checkpoint.settings(),
                    NetworkDescription.of(model.game().discriminatorNetwork()),
                    NetworkDescription.of(model.game().generatorNetwork()),
                    progress.steps(),
                    progress.minibatches(),
                    progress.samples(),
                    progress.skipped(),
                    progress.stopped(),
                    List.copyOf(checkpoint.cameras().keySet()),
                    checkpoint.digest(),
                    checkpoint.positions(),
                    last.map(step -> step.metrics().likelihood()).orElse(null),
                    last.map(step -> step.metrics().discriminatorReal()).orElse(null),
                    last.map(step -> step.metrics().discriminatorGenerated()).orElse(null));
        }
    }

    /** A network. */
    public record NetworkDescription(String input, List<LayerDescription> layers, int parameters) {

        static NetworkDescription of(Network network) {
            return new NetworkDescription(
                    network.input().toString(),
                    network.table().stream()
                            .map(row -> new LayerDescription(
                                    row.layer(), row.output().toString(), row.parameters()))
                            .toList(),
                    network.parameterCount());
        }
    }

    /** A layer, the volume that it gives, and its trainable numbers. */
    public record LayerDescription(String layer, String output, int parameters) {}
}
