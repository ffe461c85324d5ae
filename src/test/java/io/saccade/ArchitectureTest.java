package io.saccade;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dependencies point downwards only: edges, flows, steps, vocabulary. */
class ArchitectureTest {

    private static final List<String> EDGES = List.of("kafka", "camera", "http", "ops", "config", "cli");
    private static final List<String> FLOWS = List.of("scoring", "gan");
    private static final List<String> STEPS = List.of("decode", "attention", "encode");
    private static final List<String> PLANNING = List.of("capacity");
    private static final List<String> VOCABULARY = List.of("frame", "tensor", "onnx", "opencv");

    private static final JavaClasses SACCADE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.saccade");

    @Test
    void theWholeServiceIsLookedAt() {
        for (List<String> layer : List.of(EDGES, FLOWS, STEPS, PLANNING, VOCABULARY)) {
            for (String name : layer) {
                assertThat(SACCADE.stream()
                                .anyMatch(type -> type.getPackageName().equals("io.saccade." + name)))
                        .as("package %s has classes", name)
                        .isTrue();
            }
        }
    }

    @Test
    void theVocabularyImportsNothingOfOurs() {
        for (String name : VOCABULARY) {
            List<String> others = new ArrayList<>(all());
            others.remove(name);
            noClasses()
                    .that()
                    .resideInAPackage(in(name))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(in(others))
                    .check(SACCADE);
        }
    }

    @Test
    void aStepImportsNoOtherStepAndNothingAbove() {
        for (String name : STEPS) {
            List<String> others = new ArrayList<>(all());
            others.removeAll(VOCABULARY);
            others.remove(name);
            noClasses()
                    .that()
                    .resideInAPackage(in(name))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(in(others))
                    .check(SACCADE);
        }
    }

    @Test
    void aFlowImportsNoEdgeAndKnowsNoKafkaNorHttp() {
        noClasses()
                .that()
                .resideInAnyPackage(in(FLOWS))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in(EDGES))
                .check(SACCADE);
        noClasses()
                .that()
                .resideInAnyPackage(in(FLOWS))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "jakarta..", "io.quarkus..")
                .check(SACCADE);
    }

    @Test
    void planningKnowsFramesAlone() {
        classes()
                .that()
                .resideInAPackage(in("capacity"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(in("capacity"), in("frame"), "java..", "org.jspecify..")
                .check(SACCADE);
    }

    @Test
    void frameIsPlainJava() {
        classes()
                .that()
                .resideInAPackage(in("frame"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(in("frame"), "java..", "org.jspecify..")
                .check(SACCADE);
    }

    @Test
    void onlyOnnxUsesOnnxRuntime() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("onnx"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..", "ai.onnx..")
                .check(SACCADE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.saccade.(*)..").should().beFreeOfCycles().check(SACCADE);
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>(EDGES);
        all.addAll(FLOWS);
        all.addAll(STEPS);
        all.addAll(PLANNING);
        all.addAll(VOCABULARY);
        return all;
    }

    private static String in(String name) {
        return "io.saccade." + name + "..";
    }

    private static String[] in(List<String> names) {
        return names.stream().map(ArchitectureTest::in).toArray(String[]::new);
    }
}
