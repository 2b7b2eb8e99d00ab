package dev.clawstead.api.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clawstead.api.settings.ApiSettings;
import dev.clawstead.domain.AgentImage;
import dev.clawstead.domain.Plan;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What can be ordered, for everybody. */
@Tag(name = "signup")
@RestController
class OptionsController {

  private static final double MILLIS = 1000;
  private static final long MEGABYTE = 1024L * 1024;

  /** Hetzner's locations; what is configured under another name is called as configured. */
  private static final Map<String, String> PLACES =
      Map.of(
          "fsn1", "Falkenstein, Germany",
          "nbg1", "Nuremberg, Germany",
          "hel1", "Helsinki, Finland",
          "ash", "Ashburn, Virginia",
          "hil", "Hillsboro, Oregon",
          "sin", "Singapore");

  private final Options options;

  OptionsController(ApiSettings settings) {
    this.options =
        new Options(
            Arrays.stream(Plan.values()).map(plan -> view(plan, settings.image())).toList(),
            settings.regions().entrySet().stream()
                .map(region -> new RegionView(region.getKey(), label(region)))
                .toList(),
            settings.image().word(),
            settings.modelsUrl());
  }

  @Operation(summary = "Plans, regions and the agent on offer", operationId = "options")
  @SecurityRequirements
  @GetMapping("/api/v1/options")
  Options options() {
    return options;
  }

  private static String label(Map.Entry<String, ApiSettings.Region> region) {
    String label = region.getValue().label();
    return label == null ? PLACES.getOrDefault(region.getKey(), region.getKey()) : label;
  }

  private static PlanView view(Plan plan, AgentImage image) {
    String word = plan.word();
    return new PlanView(
        word,
        word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1),
        plan.priceCents(),
        "USD",
        plan.tokensPerMonth(),
        plan.size().memoryLimitBytes(image) / MEGABYTE,
        plan.size().cpuMillis() / MILLIS,
        plan.instances(),
        plan.orderable(),
        plan.orderable() ? null : "By contract, on servers of your own.");
  }

  /** What is on offer. */
  record Options(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<PlanView> plans,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<RegionView> regions,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String image,
      @Schema(
              types = {"string", "null"},
              description = "Where owners' own tools call models; null where nobody set it.")
          @Nullable String modelsUrl) {}

  /** A plan; prices are for a month. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PlanView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String id,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String name,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int priceCents,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String currency,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long tokensPerMonth,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long memoryMb,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) double cpu,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int instances,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) boolean orderable,
      @Nullable String note) {}

  /** A place. */
  record RegionView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String id,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String name) {}
}
