package io.saccade.http;

import io.saccade.attention.AttentionParameters;
import io.saccade.scoring.Scoring;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Tells which model scores, and where it runs. */
@Path("/api/model")
@Produces(MediaType.APPLICATION_JSON)
public class ModelResource {

    private final Scoring scoring;

    ModelResource(Scoring scoring) {
        this.scoring = scoring;
    }

    /** The model in force. */
    @GET
    @Operation(summary = "The model: shapes, number of trainable parameters, digest and execution provider")
    public Description model() {
        AttentionParameters parameters = scoring.model().parameters();
        int inputs = parameters.inputChannels();
        int outputs = parameters.outputChannels();
        return new Description(
                scoring.identity().operator(),
                inputs,
                outputs,
                List.of(outputs, 3, 3, inputs),
                List.of(outputs, 3, 3, 1),
                parameters.trainable(),
                scoring.identity().digest(),
                scoring.identity().provider(),
                scoring.identity().runtime(),
                scoring.settings().encoding().name().toLowerCase(Locale.ROOT),
                scoring.settings().pool(),
                parameters.metadata());
    }

    /**
     * What {@code GET /api/model} answers.
     *
     * @param operator name and version
     * @param keys shape [oC, 3, 3, iC]
     * @param values shape [oC, 3, 3, 1]
     * @param digest SHA-256 of the parameters
     * @param provider execution provider that really runs
     * @param onnxruntime version of ONNX Runtime
     * @param encoding of published score maps
     * @param pool side of the square blocks that are averaged
     * @param metadata how the parameters were made
     */
    public record Description(
            String operator,
            int inputChannels,
            int outputChannels,
            List<Integer> keys,
            List<Integer> values,
            int trainableParameters,
            String digest,
            String provider,
            String onnxruntime,
            String encoding,
            int pool,
            Map<String, String> metadata) {}
}
