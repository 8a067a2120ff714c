package io.opentelemetry.lambda.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests the rules of the house that a compiler does not check, for all modules. */
class ArchitectureTest {

  private static final String ROOT = "io.opentelemetry.lambda.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT.substring(0, ROOT.length() - 1));

  @Test
  void allModules_areTested() throws IOException {
    Set<String> modules =
        Sources.main().stream()
            .filter(source -> source.packageName().startsWith(ROOT))
            .map(source -> module(source.packageName()))
            .collect(Collectors.toSet());
    assertThat(CLASSES.stream().map(ArchitectureTest::module).collect(Collectors.toSet()))
        .isEqualTo(modules)
        .hasSizeGreaterThan(8);
  }

  @Test
  void packages_useEachOtherInOneDirection() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void environmentVariables_areReadInOneClassPerModule() {
    Map<String, Set<String>> readers =
        CLASSES.stream()
            .filter(ArchitectureTest::readsVariables)
            .collect(
                Collectors.groupingBy(
                    ArchitectureTest::module,
                    Collectors.mapping(JavaClass::getName, Collectors.toCollection(TreeSet::new))));
    assertThat(readers).containsKeys("instrumentation", "sdk", "wrapper");
    assertThat(readers.values()).allSatisfy(classes -> assertThat(classes).hasSize(1));
  }

  private static boolean readsVariables(JavaClass type) {
    return type.getAccessesFromSelf().stream().anyMatch(ArchitectureTest::readsVariable);
  }

  private static boolean readsVariable(JavaAccess<?> access) {
    return access.getTargetOwner().isEquivalentTo(System.class)
        && access.getName().equals("getenv");
  }

  @Test
  void internalPackages_areUsedByTheirOwnModuleOnly() {
    Stream<String> foreign =
        CLASSES.stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(
                dependency -> {
                  String target = dependency.getTargetClass().getPackageName();
                  return target.startsWith(ROOT)
                      && (target + ".").contains(".internal.")
                      && !module(target).equals(module(dependency.getOriginClass()));
                })
            .map(dependency -> dependency.getDescription());
    assertThat(foreign).isEmpty();
  }

  /** Checks the tests and samples, too. */
  @Test
  void internalPackages_areImportedByTheirOwnModuleOnly() throws IOException {
    assertThat(Sources.all())
        .hasSizeGreaterThan(500)
        .allSatisfy(
            source -> {
              String own =
                  source.packageName().startsWith(ROOT) ? module(source.packageName()) : "";
              assertThat(source.imports())
                  .as(source.file().toString())
                  .noneMatch(
                      name ->
                          name.startsWith(ROOT)
                              && name.contains(".internal.")
                              && !module(name).equals(own));
            });
  }

  private static String module(JavaClass type) {
    return module(type.getPackageName());
  }

  /** The first part of a package's name that is not common to all. */
  private static String module(String name) {
    String rest = name.substring(ROOT.length());
    int end = rest.indexOf('.');
    return end < 0 ? rest : rest.substring(0, end);
  }
}
