package dev.clawstead.activities.cloudflare;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.clawstead.activities.cloudflare.CloudflareApi.ErrorBody;
import dev.clawstead.activities.cloudflare.CloudflareApi.ErrorJson;
import dev.clawstead.activities.ledger.ProviderException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;

/** Builds the Retrofit stub and turns every answer that is not a success into a failure. */
final class CloudflareClient {

  private static final Duration CALL = Duration.ofSeconds(20);
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private CloudflareClient() {}

  static CloudflareApi create(String url, String token) {
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
        .create(CloudflareApi.class);
  }

  static <T> T execute(Call<T> call) throws ProviderException {
    try {
      Response<T> response = call.execute();
      T body = response.body();
      if (!response.isSuccessful()) {
        throw CloudflareFailures.of(failure(response));
      }
      if (body == null) {
        throw new IOException("Cloudflare answered " + response.code() + " without a body");
      }
      return body;
    } catch (IOException e) {
      throw CloudflareFailures.noAnswer(e);
    }
  }

  private static CloudflareException failure(Response<?> response) {
    try (ResponseBody body = response.errorBody()) {
      List<ErrorJson> errors =
          body == null ? null : JSON.readValue(body.byteStream(), ErrorBody.class).errors();
      if (errors != null && !errors.isEmpty()) {
        ErrorJson first = errors.getFirst();
        return new CloudflareException(response.code(), first.code(), first.message());
      }
    } catch (IOException notJson) {
      // A load balancer's HTML page, say. The status alone decides.
    }
    return new CloudflareException(response.code(), 0, response.message());
  }
}
