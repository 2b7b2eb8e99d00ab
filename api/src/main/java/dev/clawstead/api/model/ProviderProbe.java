package dev.clawstead.api.model;

import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.db.catalogue.Catalogue.ModelProvider;
import dev.clawstead.domain.ModelProtocol;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks a provider whether it knows a key, by the one call that costs nothing: its list of models.
 */
@Component
class ProviderProbe {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** Returns for a key that the provider takes; otherwise ends the request, naming {@code key}. */
  void check(ModelProvider provider, String key) {
    String refusal = refusal(provider, key);
    if (refusal != null) {
      throw ProblemException.on(Kind.INVALID, "key", "is " + refusal);
    }
  }

  /** How the provider refuses the key, or null when it takes it; otherwise ends the request. */
  @Nullable String refusal(ModelProvider provider, String key) {
    int status = ask(provider, key);
    return switch (status) {
      case 400, 401, 402, 403 -> "refused by " + provider.name() + " (" + status + ")";
      default -> {
        if (status / 100 != 2) {
          throw notNow(provider, "answers " + status);
        }
        yield null;
      }
    };
  }

  private int ask(ModelProvider provider, String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(provider.base() + "/models")).timeout(PATIENCE);
    if (provider.protocol() == ModelProtocol.ANTHROPIC) {
      request.header("x-api-key", key).header("anthropic-version", "2023-06-01");
    } else {
      request.header("Authorization", "Bearer " + key);
    }
    try {
      // The list itself is not read: the timeout holds until the head only.
      HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
      answer.body().close();
      return answer.statusCode();
    } catch (IOException e) {
      throw notNow(provider, "does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notNow(provider, "was not asked: we are ending");
    }
  }

  private static ProblemException notNow(ModelProvider provider, String why) {
    return ProblemException.later(
        Kind.UNAVAILABLE,
        "The key cannot be tested: " + provider.name() + " " + why + ". Nothing was changed.",
        AGAIN);
  }
}
