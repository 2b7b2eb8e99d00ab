package dev.clawstead.worker.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.clawstead.worker.temporal.Crew.Post;
import io.temporal.activity.ActivityInterface;
import io.temporal.workflow.WorkflowInterface;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CrewTest {

  private final List<Post> posts = new Crew(Idle.hands()).posts();

  @Test
  void everyWorkflowIsRegistered() {
    assertThat(interfaces("dev.clawstead.workflows", WorkflowInterface.class))
        .hasSizeGreaterThanOrEqualTo(4)
        .allSatisfy(
            type ->
                assertThat(all(Post::workflows))
                    .as("implementation of " + type)
                    .anyMatch(registered -> type.isAssignableFrom((Class<?>) registered)));
  }

  @Test
  void everyActivityIsRegistered() {
    assertThat(interfaces("dev.clawstead.activities", ActivityInterface.class))
        .hasSizeGreaterThanOrEqualTo(6)
        .allSatisfy(
            type ->
                assertThat(all(Post::activities))
                    .as("implementation of " + type)
                    .anyMatch(type::isInstance));
  }

  @Test
  void noTaskQueueIsServedTwice() {
    assertThat(posts.stream().map(Post::taskQueue)).doesNotHaveDuplicates();
  }

  private List<Object> all(Function<Post, List<?>> part) {
    return posts.stream()
        .flatMap(post -> part.apply(post).stream().map(Object.class::cast))
        .toList();
  }

  private static List<Class<?>> interfaces(
      String where, Class<? extends java.lang.annotation.Annotation> annotation) {
    Stream<JavaClass> found =
        new ClassFileImporter()
            .importPackages(where).stream()
                .filter(type -> type.isInterface() && type.isAnnotatedWith(annotation));
    return found.<Class<?>>map(JavaClass::reflect).toList();
  }
}
