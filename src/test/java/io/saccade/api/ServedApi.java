package io.saccade.api;

import static io.restassured.RestAssured.given;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import com.atlassian.oai.validator.restassured.OpenApiValidationFilter;
import com.atlassian.oai.validator.schema.SchemaValidator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.restassured.specification.RequestSpecification;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The document that the service serves, requests that are held against it, and what of it was seen. */
final class ServedApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OpenAPI document;
    private final OpenApiInteractionValidator strict;
    private final OpenApiInteractionValidator lenient;
    private final Set<String> seen = new TreeSet<>();

    private ServedApi(String text) {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        options.setResolveFully(true);
        document = new OpenAPIParser().readContents(text, null, options).getOpenAPI();
        LevelResolver bad = LevelResolver.create()
                .withLevel("validation.request", Level.IGNORE)
                .build();
        strict = OpenApiInteractionValidator.createForInlineApiSpecification(text)
                .build();
        lenient = OpenApiInteractionValidator.createForInlineApiSpecification(text)
                .withLevelResolver(bad)
                .build();
    }

    /** The document at {@code /q/openapi}. */
    static ServedApi read() {
        return new ServedApi(
                given().get("/q/openapi").then().statusCode(200).extract().asString());
    }

    OpenAPI document() {
        return document;
    }

    /** A request as it is described; it and its answer are held against the document. */
    RequestSpecification good() {
        return given().filter(new OpenApiValidationFilter(strict)).filter(new Seen());
    }

    /** A request that may be wrong; only its answer is held against the document. */
    RequestSpecification bad() {
        return given().filter(new OpenApiValidationFilter(lenient)).filter(new Seen());
    }

    /** Every answer in the document that was not seen, as {@code POST /api/score 200 image/png}. */
    Set<String> unseen() {
        Set<String> unseen = documented();
        unseen.removeAll(seen);
        return unseen;
    }

    /** What is wrong with each example of an answer, by where it is; empty text: nothing. */
    Map<String, String> examples() {
        SchemaValidator validator = new SchemaValidator(document, new MessageResolver());
        Map<String, String> faults = new TreeMap<>();
        document.getPaths().forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> operation
                .getResponses()
                .forEach((status, response) -> response.getContent().forEach((type, content) -> {
                    Object example =
                            content.getExample() == null ? content.getSchema().getExample() : content.getExample();
                    if (example != null) {
                        faults.put(
                                method + " " + path + " " + status + " " + type,
                                faults(validator, example, content.getSchema()));
                    }
                }))));
        return faults;
    }

    private static String faults(SchemaValidator validator, Object example, Schema<?> schema) {
        ValidationReport report = validator.validate(() -> JSON.valueToTree(example), schema, "example");
        return report.getMessages().stream()
                .map(ValidationReport.Message::getMessage)
                .collect(Collectors.joining("; "));
    }

    private Set<String> documented() {
        Set<String> all = new TreeSet<>();
        document.getPaths().forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> operation
                .getResponses()
                .forEach((status, response) -> all.addAll(answers(method, path, status, response)))));
        return all;
    }

    private static Set<String> answers(HttpMethod method, String path, String status, ApiResponse response) {
        String answer = method + " " + path + " " + status;
        return response.getContent() == null
                ? Set.of(answer)
                : response.getContent().keySet().stream()
                        .map(type -> answer + " " + type)
                        .collect(Collectors.toSet());
    }

    private String template(HttpMethod method, String path) {
        return document.getPaths().entrySet().stream()
                .filter(entry -> path.matches(entry.getKey().replaceAll("\\{\\w+}", "[^/]+")))
                .filter(entry -> entry.getValue().readOperationsMap().containsKey(method))
                .map(Map.Entry::getKey)
                .min((one, other) -> one.contains("{") ? 1 : -1)
                .orElseThrow(() -> new AssertionError("the document has no " + method + " " + path));
    }

    /** Notes what was answered. */
    private final class Seen implements Filter {

        @Override
        public Response filter(
                FilterableRequestSpecification request, FilterableResponseSpecification answer, FilterContext context) {
            Response response = context.next(request, answer);
            HttpMethod method = HttpMethod.valueOf(request.getMethod());
            String path = template(method, URI.create(request.getURI()).getPath());
            String type = response.contentType().split(";", 2)[0];
            seen.add((method + " " + path + " " + response.statusCode() + " " + type).strip());
            return response;
        }
    }
}
