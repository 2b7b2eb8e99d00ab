package dev.clawstead.api.session;

import dev.clawstead.api.idempotency.Idempotency;
import dev.clawstead.api.idempotency.KeyedRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in and out. */
@Tag(name = "sessions")
@RestController
@RequestMapping("/api/v1/sessions")
class SessionController {

  private final SignIns signIns;
  private final SessionCookie cookie;
  private final Idempotency idempotency;

  SessionController(SignIns signIns, SessionCookie cookie, Idempotency idempotency) {
    this.signIns = signIns;
    this.cookie = cookie;
    this.idempotency = idempotency;
  }

  @Operation(summary = "Sign in", operationId = "signIn")
  @SecurityRequirements
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  SignedInView signIn(
      @RequestBody SignInRequest body,
      KeyedRequest keyed,
      HttpServletRequest request,
      HttpServletResponse response) {
    SignedInView view =
        idempotency.once(
            keyed.forAnyone("sign-in", body),
            SignedInView.class,
            () -> signIns.signIn(body, request));
    cookie.set(response, view.session());
    return view;
  }

  @Operation(summary = "Sign out", operationId = "signOut")
  @DeleteMapping("/current")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void signOut(Caller caller, HttpServletResponse response) {
    signIns.signOut(caller);
    cookie.clear(response);
  }

  /** What signing in takes. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record SignInRequest(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maxLength = 254) @Nullable String email,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maxLength = 128, format = "password")
          @Nullable String password) {

    @Override
    public String toString() {
      return "SignInRequest";
    }
  }

  /** Who has signed in. */
  record SignedInView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) AccountView account,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) SessionView session) {}
}
