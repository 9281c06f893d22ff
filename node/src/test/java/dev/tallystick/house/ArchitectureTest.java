package dev.tallystick.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The arrows of the house: which module may know which, and no cycles anywhere. */
class ArchitectureTest {
    private static final String ROOT = "dev.tallystick.";

    /** Module package to the module packages that it may use; docs/architecture.md says why. */
    private static final Map<String, List<String>> MAY_USE =
            Map.of(
                    "ledger", List.of(),
                    "consensus", List.of(),
                    "kv", List.of("ledger"),
                    "platform", List.of("ledger"),
                    "js", List.of("kv", "platform", "ledger"),
                    "governance", List.of("js", "kv", "platform", "ledger"),
                    "node",
                            List.of(
                                    "governance",
                                    "js",
                                    "kv",
                                    "platform",
                                    "ledger",
                                    "consensus",
                                    "app"));

    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.tallystick");

    @TestFactory
    Stream<DynamicTest> aModuleUsesOnlyTheModulesBelowIt() {
        return MAY_USE.entrySet().stream()
                .map(
                        rule ->
                                DynamicTest.dynamicTest(
                                        rule.getKey() + " uses only " + rule.getValue(),
                                        () -> checkArrows(rule.getKey(), rule.getValue())));
    }

    private static void checkArrows(String module, List<String> mayUse) {
        DescribedPredicate<JavaClass> own = resideInAPackage(ROOT + module + "..");
        DescribedPredicate<JavaClass> allowed = own;
        for (String other : mayUse) {
            allowed = allowed.or(resideInAPackage(ROOT + other + ".."));
        }
        noClasses()
                .that(own)
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + ".").and(DescribedPredicate.not(allowed)))
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void theConsensusCoreKnowsOnlyProtobufAndLogging() {
        classes()
                .that()
                .resideInAPackage(ROOT + "consensus..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(
                                "java..",
                                "com.google.protobuf..",
                                "org.slf4j..",
                                "org.jspecify..",
                                ROOT + "consensus.."))
                .check(HOUSE);
    }

    @Test
    void theConsensusCoreHasNoThreadsClockOrFiles() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "consensus..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.io..", "java.nio.file..", "java.net..")
                                .and(
                                        DescribedPredicate.not(
                                                nameMatching(
                                                        "java\\.io\\.(Serializable|IOException"
                                                            + "|InputStream|OutputStream|ObjectStreamException)"))))
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(HOUSE);
    }

    @Test
    void onlyTheOrderedMapSharesArraysWithByteStrings() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "ledger..", ROOT + "kv.map..")
                .should()
                .callMethod(Bytes.class, "sharedArray")
                .check(HOUSE);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("dev.tallystick.(**)").should().beFreeOfCycles().check(HOUSE);
    }
}
