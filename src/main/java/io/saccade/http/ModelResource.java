package io.saccade.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.saccade.attention.AttentionModel;
import io.saccade.attention.AttentionParameters;
import io.saccade.attention.CustomModel;
import io.saccade.frame.ModelIdentity;
import io.saccade.onnx.ModelRefusedException;
import io.saccade.scoring.ModelSwitch;
import io.saccade.scoring.Scoring;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Tells which model scores and where it runs, and puts another in its place. */
@Path("/api/model")
@Produces(MediaType.APPLICATION_JSON)
public class ModelResource {

    private final ModelSwitch models;

    ModelResource(ModelSwitch models) {
        this.models = models;
    }

    /** The model in force. */
    @GET
    @Operation(summary = "The model: shapes, number of trainable parameters, digest and execution provider")
    public Description model() {
        return Description.of(models.current());
    }

    /**
     * Puts another model in force.
     *
     * @throws ModelRefusedException if it can't take the place of the one in force, which stays
     */
    @PUT
    @AdminOnly
    @Consumes(MediaType.WILDCARD)
    @Blocking
    @Operation(
            summary = "Put another model in force, without a gap",
            description =
                    "Needs the role admin, or, with saccade.access=local, the header Authorization: Bearer with the"
                            + " token of saccade.admin.token. The model takes"
                            + " over between two batches. It holds until the next start, or until the file that the service"
                            + " watches changes: then that file's model takes over.")
    @RequestBody(description = "A parameter file, or an ONNX file if the model in force is one, of the same channels")
    @APIResponse(responseCode = "200", description = "It scores from now on")
    @APIResponse(responseCode = "401", description = "No token, or another")
    @APIResponse(responseCode = "403", description = "Without the role admin, or no token is configured")
    @APIResponse(responseCode = "422", description = "It is refused and nothing has changed; detail says why")
    public Description replace(byte[] file) throws ModelRefusedException {
        models.swap(file, "the file sent to /api/model");
        return Description.of(models.current());
    }

    /**
     * What {@code /api/model} answers; what a model does not have is left out.
     *
     * @param operator name and version
     * @param keys shape [oC, 3, 3, iC]
     * @param values shape [oC, 3, 3, 1]
     * @param input what a model of the user's own takes
     * @param output what a model of the user's own gives
     * @param digest SHA-256 of the parameters, or of the ONNX file
     * @param provider execution provider that really runs
     * @param onnxruntime version of ONNX Runtime
     * @param encoding of published score maps
     * @param pool side of the square blocks that are averaged
     * @param metadata how the parameters were made
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Description(
            String operator,
            int inputChannels,
            int outputChannels,
            @Nullable List<Integer> keys,
            @Nullable List<Integer> values,
            @Nullable Integer trainableParameters,
            @Nullable String input,
            @Nullable String output,
            String digest,
            String provider,
            String onnxruntime,
            String encoding,
            int pool,
            @Nullable Map<String, String> metadata) {

        static Description of(Scoring scoring) {
            int inputs = scoring.model().inputChannels();
            int outputs = scoring.model().outputChannels();
            AttentionParameters parameters =
                    scoring.model() instanceof AttentionModel attention ? attention.parameters() : null;
            CustomModel custom = scoring.model() instanceof CustomModel model ? model : null;
            ModelIdentity identity = scoring.identity();
            return new Description(
                    identity.operator(),
                    inputs,
                    outputs,
                    parameters == null ? null : List.of(outputs, 3, 3, inputs),
                    parameters == null ? null : List.of(outputs, 3, 3, 1),
                    parameters == null ? null : parameters.trainable(),
                    custom == null ? null : custom.input().signature().toString(),
                    custom == null ? null : custom.output().signature().toString(),
                    identity.digest(),
                    identity.provider(),
                    identity.runtime(),
                    scoring.settings().encoding().name().toLowerCase(Locale.ROOT),
                    scoring.settings().pool(),
                    parameters == null ? null : parameters.metadata());
        }
    }
}
