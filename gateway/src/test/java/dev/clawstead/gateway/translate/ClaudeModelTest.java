package dev.clawstead.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaudeModelTest {

  @ParameterizedTest
  @CsvSource({
    "claude-3-haiku-20240307, 30",
    "claude-3-7-sonnet-20250219, 37",
    "claude-opus-4-20250514, 40",
    "claude-opus-4-1-20250805, 41",
    "anthropic/claude-sonnet-4.6, 46",
    "us.anthropic.claude-opus-4-6-v1, 46",
    "claude-sonnet-4@20250514, 40",
    "claude-opus-5, 50",
    "claude-fable-5-1, 51",
    "claude-haiku-5-5, 55",
    "claude-mythos-preview, 99",
    "glm-5, 99",
  })
  void anIdTellsTheVersionAndAnUnknownOneIsCurrent(String id, int version) {
    assertThat(ClaudeModel.of(id).version()).isEqualTo(version);
  }

  @ParameterizedTest(name = "{0}: sampling {1}, forced {2}, always thinks {3}")
  @CsvSource({
    "claude-sonnet-4-6, true, true, false",
    "claude-opus-4-7, false, true, false",
    "claude-opus-5, false, true, false",
    "claude-fable-5, false, true, true",
    "claude-fable-5-1, false, false, true",
    "claude-sonnet-5-5, false, false, true",
  })
  void aGenerationRefusesWhatItsGuideSays(
      String id, boolean sampling, boolean forced, boolean alwaysThinks) {
    ClaudeModel model = ClaudeModel.of(id);

    assertThat(model.takesSampling()).isEqualTo(sampling);
    assertThat(model.canBeForcedToCall()).isEqualTo(forced);
    assertThat(model.alwaysThinks()).isEqualTo(alwaysThinks);
  }
}
