package dev.clawstead.simulators.provider;

import org.jspecify.annotations.Nullable;

/** A refusal; {@link ErrorForm} puts it into the vendor's words. */
final class ProviderError extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final @Nullable String code;
  private final @Nullable String param;

  ProviderError(int status, @Nullable String code, @Nullable String param, String message) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = param;
  }

  static ProviderError invalid(@Nullable String code, String param, String message) {
    return new ProviderError(400, code, param, message);
  }

  int status() {
    return status;
  }

  @Nullable String code() {
    return code;
  }

  @Nullable String param() {
    return param;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
