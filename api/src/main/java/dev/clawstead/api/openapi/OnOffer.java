package dev.clawstead.api.openapi;

import dev.clawstead.api.settings.ApiSettings;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Word;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Says in the description which plans and regions this installation sells. */
@Component
class OnOffer implements OpenApiCustomizer {

  private static final List<String> ORDERS = List.of("SignupRequest", "NewInstance");

  private final List<String> plans =
      Arrays.stream(Plan.values()).filter(Plan::orderable).map(Word::word).toList();
  private final Collection<String> regions;

  OnOffer(ApiSettings settings) {
    this.regions = settings.regions().keySet();
  }

  @SuppressWarnings("rawtypes") // swagger's own: its maps hold raw schemas
  @Override
  public void customise(OpenAPI description) {
    Map<String, Schema> schemas = description.getComponents().getSchemas();
    schemas.forEach(
        (name, schema) -> {
          if (ORDERS.contains(name)) {
            oneOf((Schema<?>) schema.getProperties().get("plan"), plans);
            oneOf((Schema<?>) schema.getProperties().get("region"), regions);
          }
        });
  }

  /** Null counts as left out. */
  @SuppressWarnings("unchecked") // a schema of words: swagger's types do not say so
  private static void oneOf(@Nullable Schema<?> field, Collection<String> words) {
    Schema<@Nullable String> schema = (Schema<@Nullable String>) field;
    if (schema != null) {
      schema.types(Set.of("string", "null"));
      schema.setEnum(new ArrayList<>(words));
      schema.addEnumItemObject(null);
    }
  }
}
