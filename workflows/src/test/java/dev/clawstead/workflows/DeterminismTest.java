package dev.clawstead.workflows;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a workflow must not touch, because a replay would see something else. */
class DeterminismTest {

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.clawstead.workflows");

  private static final Set<String> CLOCKS_AND_DICE =
      Set.of("now", "currentTimeMillis", "nanoTime", "randomUUID", "random", "sleep", "systemUTC");

  /** Replay compares commands but not their arguments, so only this rule sees a random name. */
  @Test
  void workflowsAskTemporalForTimeAndChance() {
    noClasses()
        .should()
        .callMethodWhere(describe("a clock or dice of the JDK", DeterminismTest::isClockOrDice))
        .because("a replay would see another time or number; ask io.temporal.workflow.Workflow")
        .check(CODE);
  }

  @Test
  void workflowsTouchNothingOutside() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.net..",
            "java.nio..",
            "java.sql..",
            "java.util.concurrent..",
            "java.security..",
            "okhttp3..",
            "retrofit2..",
            "com.github.dockerjava..",
            "org.jooq..",
            "org.springframework..",
            "dev.clawstead.db..",
            "dev.clawstead.secrets..")
        .because("effects belong to activities, which Temporal runs once more when they fail")
        .check(CODE);
  }

  /** The order of such a collection may differ from one JVM to the next. */
  @Test
  void workflowsKeepTheirCollectionsInOrder() {
    noClasses()
        .should()
        .callConstructorWhere(
            describe(
                "makes a HashMap or HashSet",
                call ->
                    Set.of("java.util.HashMap", "java.util.HashSet")
                        .contains(call.getTargetOwner().getName())))
        .because("its order is chance; use the Linked or Sorted kind")
        .check(CODE);
  }

  private static boolean isClockOrDice(JavaMethodCall call) {
    return call.getTargetOwner().getPackageName().startsWith("java.")
        && CLOCKS_AND_DICE.contains(call.getTarget().getName());
  }
}
