package io.opentelemetry.lambda.emulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house, which a compiler does not check. */
class ArchitectureTest {

  private static final Pattern FOREIGN =
      Pattern.compile("import (?:static )?io\\.opentelemetry\\.lambda\\.(\\w+)\\.internal\\.");
  private static final Pattern PACKAGE =
      Pattern.compile("package io\\.opentelemetry\\.lambda\\.(\\w+)");

  /**
   * The function's modules are packed into one jar that hides what is internal, so that those of
   * function-instrumentation share its helpers without making them API.
   */
  private static final String SHARED = "instrumentation";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.opentelemetry.lambda");

  @Test
  void packages_useEachOtherInOneDirection() {
    assertThat(classes.stream().map(type -> type.getPackageName()))
        .contains("io.opentelemetry.lambda.emulator", "io.opentelemetry.lambda.cloudformation");
    slices().matching("io.opentelemetry.lambda.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void environmentVariables_areReadInOneClass() {
    noClasses()
        .that()
        .doNotHaveSimpleName("HostEnvironment")
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(classes);
  }

  /** Checks the sources of all modules. */
  @Test
  void internalPackages_areImportedByTheirOwnModuleOnly() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      List<Path> sources =
          files
              .filter(
                  file -> file.toString().contains("/src/") && file.toString().endsWith(".java"))
              .toList();
      assertThat(sources).hasSizeGreaterThan(500);
      assertThat(sources).filteredOn(ArchitectureTest::importsForeignInternals).isEmpty();
    }
  }

  private static boolean importsForeignInternals(Path source) {
    String text;
    try {
      text = Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Matcher own = PACKAGE.matcher(text);
    String module = own.find() ? own.group(1) : "";
    return FOREIGN
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .anyMatch(imported -> !imported.equals(module) && !imported.equals(SHARED));
  }
}
