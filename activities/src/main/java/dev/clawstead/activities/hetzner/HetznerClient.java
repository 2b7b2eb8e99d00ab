package dev.clawstead.activities.hetzner;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.clawstead.activities.hetzner.HetznerApi.ErrorBody;
import dev.clawstead.activities.hetzner.HetznerApi.ErrorJson;
import dev.clawstead.activities.ledger.ProviderException;
import java.io.IOException;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;

/** Builds the Retrofit stub and turns every answer that is not a success into a failure. */
final class HetznerClient {

  private static final Duration CALL = Duration.ofSeconds(20);
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private HetznerClient() {}

  static HetznerApi create(String url, String token) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .callTimeout(CALL)
            // Temporal retries, visibly. A second, hidden retry here could create twice.
            .retryOnConnectionFailure(false)
            .addInterceptor(
                chain ->
                    chain.proceed(
                        chain
                            .request()
                            .newBuilder()
                            .header("Authorization", "Bearer " + token)
                            .build()))
            .build();
    return new Retrofit.Builder()
        .baseUrl(url.endsWith("/") ? url : url + "/")
        .client(http)
        .addConverterFactory(JacksonConverterFactory.create(JSON))
        .build()
        .create(HetznerApi.class);
  }

  static <T> T execute(Call<T> call) throws ProviderException {
    try {
      Response<T> response = call.execute();
      T body = response.body();
      if (!response.isSuccessful()) {
        throw HetznerFailures.of(failure(response));
      }
      if (body == null) {
        throw new IOException("Hetzner answered " + response.code() + " without a body");
      }
      return body;
    } catch (IOException e) {
      throw HetznerFailures.noAnswer(e);
    }
  }

  private static HetznerException failure(Response<?> response) {
    try (ResponseBody body = response.errorBody()) {
      ErrorJson error =
          body == null ? null : JSON.readValue(body.byteStream(), ErrorBody.class).error();
      if (error != null) {
        return new HetznerException(response.code(), error.code(), error.message());
      }
    } catch (IOException notJson) {
      // A load balancer's HTML page, say. The status alone decides.
    }
    return new HetznerException(response.code(), "unreadable", response.message());
  }
}
