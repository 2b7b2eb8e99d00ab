package dev.clawstead.api.signup;

import dev.clawstead.api.idempotency.Idempotency;
import dev.clawstead.api.idempotency.KeyedRequest;
import dev.clawstead.api.instance.InstanceView;
import dev.clawstead.api.instance.NewAgent;
import dev.clawstead.api.session.AccountView;
import dev.clawstead.api.session.SessionCookie;
import dev.clawstead.api.session.SessionView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The front door. */
@Tag(name = "signup")
@RestController
class SignupController {

  private final Signups signups;
  private final SessionCookie cookie;
  private final Idempotency idempotency;

  SignupController(Signups signups, SessionCookie cookie, Idempotency idempotency) {
    this.signups = signups;
    this.cookie = cookie;
    this.idempotency = idempotency;
  }

  @Operation(
      summary = "Sign up and get an agent",
      description =
          "Answers with the agent's address where one was ready; otherwise the agent is queued, with"
              + " an estimate, and its timeline tells when it is there.",
      operationId = "signup")
  @SecurityRequirements
  @PostMapping("/api/v1/signup")
  @ResponseStatus(HttpStatus.CREATED)
  SignedUp signup(
      @RequestBody SignupRequest body,
      KeyedRequest keyed,
      HttpServletRequest request,
      HttpServletResponse response) {
    SignedUp answer =
        idempotency.once(keyed.forAnyone("signup", body), signups.signup(body, request));
    cookie.set(response, answer.session());
    return answer;
  }

  /** What signing up takes. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record SignupRequest(
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              maxLength = 254,
              pattern = Signups.EMAIL_FORM)
          @Nullable String email,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              minLength = 10,
              maxLength = 128,
              format = "password",
              description = "10 to 128 characters of any kind; not the e-mail address.")
          @Nullable String password,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              minLength = 1,
              maxLength = 60,
              pattern = NewAgent.NAME_FORM)
          @Nullable String agentName,
      @Schema(description = "What is left out is free.") @Nullable String plan,
      @Schema(description = "What is left out is the first of those on offer.")
          @Nullable String region) {

    @Override
    public String toString() {
      return "SignupRequest";
    }
  }

  /** The account, its first session and its agent. */
  record SignedUp(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) AccountView account,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) SessionView session,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) InstanceView instance) {}
}
