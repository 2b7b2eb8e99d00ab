package dev.clawstead.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the design's table of modules and the rules that keep workflows deterministic. */
class ArchitectureTest {

  /** Design, section 4: module to what it may import of ours. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("domain", Set.of()),
          Map.entry("simulators", Set.of()),
          Map.entry("db", Set.of("domain")),
          Map.entry("secrets", Set.of("domain")),
          Map.entry("activities", Set.of("domain", "db", "secrets")),
          Map.entry("workflows", Set.of("domain", "activities")),
          Map.entry("worker", Set.of("domain", "db", "secrets", "activities", "workflows")),
          Map.entry("api", Set.of("domain", "db", "secrets", "activities", "workflows")),
          Map.entry("gateway", Set.of("domain", "db", "secrets")),
          Map.entry("standalone", Set.of("worker", "api", "gateway", "simulators")));

  private static final Set<String> CLOCKS_AND_DICE =
      Set.of("currentTimeMillis", "nanoTime", "now", "randomUUID", "random", "sleep");

  private static final JavaClasses CODE = new ClassFileImporter().importPaths(compiled());

  @Test
  void modulesImportOnlyWhatTheDesignAllows() {
    Map<String, Set<String>> broken = new TreeMap<>();
    for (JavaClass type : CODE) {
      String from = module(type);
      Set<String> allowed = MAY_IMPORT.get(from);
      if (allowed == null) {
        continue;
      }
      type.getDirectDependenciesFromSelf().stream()
          .map(d -> d.getTargetClass())
          .filter(target -> target.getPackageName().startsWith("dev.clawstead."))
          .map(ArchitectureTest::module)
          .filter(to -> !to.equals(from) && !allowed.contains(to))
          .forEach(
              to ->
                  broken
                      .computeIfAbsent(from, m -> new TreeSet<>())
                      .add(to + " by " + type.getName()));
    }
    assertThat(broken)
        .as("imports that the table in docs/design.md section 4 does not allow")
        .isEmpty();
  }

  @Test
  void theApiKnowsWorkflowsByTheirInterfacesOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.clawstead.api..")
        .should()
        .dependOnClassesThat()
        .haveSimpleNameEndingWith("Impl")
        .because("an implementation belongs to the worker")
        .check(CODE);
  }

  @Test
  void workflowsSeeOfActivitiesOnlyTheInterfacesAndTheirRecords() {
    noClasses()
        .that()
        .resideInAPackage("dev.clawstead.workflows..")
        .should()
        .dependOnClassesThat(
            describe(
                "activities' internals",
                target ->
                    target.getPackageName().startsWith("dev.clawstead.activities.")
                        && !outermost(target).endsWith("Activities")))
        .check(CODE);
  }

  /** Replay compares commands but not their arguments, so only this rule sees a random name. */
  @Test
  void workflowsAskTemporalForTimeAndChance() {
    noClasses()
        .that()
        .resideInAPackage("dev.clawstead.workflows..")
        .should()
        .callMethodWhere(describe("a JDK clock or dice", ArchitectureTest::isClockOrDice))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.net..",
            "java.nio..",
            "java.sql..",
            "java.util.concurrent..",
            "okhttp3..",
            "retrofit2..",
            "org.jooq..",
            "org.springframework..")
        .check(CODE);
  }

  @Test
  void onlyDbKnowsSql() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.clawstead.api..",
            "dev.clawstead.gateway..",
            "dev.clawstead.workflows..",
            "dev.clawstead.activities..",
            "dev.clawstead.worker..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.clawstead.db.generated..", "java.sql..", "org.postgresql..")
        .because("generated rows and SQL never leave db")
        .check(CODE);
  }

  @Test
  void workflowImplementationsArePublicBecauseTemporalMustInstantiateThem() {
    classes()
        .that()
        .resideInAPackage("dev.clawstead.workflows..")
        .and()
        .haveSimpleNameEndingWith("WorkflowImpl")
        .should()
        .bePublic()
        .check(CODE);
  }

  @Test
  void namesSaySomething() throws IOException {
    try (Stream<Path> files = Files.walk(Shell.ROOT)) {
      List<String> vague =
          files
              .filter(Files::isRegularFile)
              .map(file -> Shell.ROOT.relativize(file).toString())
              .filter(
                  file ->
                      !file.matches("(.*/)?(target|node_modules|\\.git|\\.cache|\\.clawstead)/.*"))
              .filter(
                  file ->
                      file.matches("(.*/)?(common|utils?|core|shared|managers?|helpers?|misc)/.*")
                          || file.matches(".*(Util|Utils|Helper|Manager)\\.(java|tsx?)"))
              .toList();
      assertThat(vague).isEmpty();
    }
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    try (Stream<Path> files = Files.walk(Shell.ROOT)) {
      List<Path> silent =
          files
              .filter(
                  file ->
                      file.toString().endsWith(".java")
                          && file.toString().contains("/src/main/java/"))
              .map(Path::getParent)
              .distinct()
              .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
              .toList();
      assertThat(silent).isEmpty();
    }
  }

  private static boolean isClockOrDice(JavaMethodCall call) {
    return call.getTargetOwner().getPackageName().startsWith("java.")
        && CLOCKS_AND_DICE.contains(call.getTarget().getName());
  }

  private static String module(JavaClass type) {
    return type.getPackageName().split("\\.", -1)[2];
  }

  private static String outermost(JavaClass type) {
    String name = type.getName();
    return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
  }

  private static List<Path> compiled() {
    return MAY_IMPORT.keySet().stream()
        .map(module -> Shell.ROOT.resolve(module).resolve("target/classes"))
        .filter(Files::isDirectory)
        .toList();
  }
}
