package dev.clawstead.activities.cloudflare;

import java.util.List;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;

/** The part of https://developers.cloudflare.com/api we use, field for field. */
interface CloudflareApi {

  @GET("client/v4/zones")
  Call<Zones> zonesNamed(@Query("name") String name);

  @GET("client/v4/zones/{zone}/dns_records")
  Call<Records> recordsNamed(
      @Path("zone") String zone, @Query("type") String type, @Query("name") String name);

  @GET("client/v4/zones/{zone}/dns_records/{id}")
  Call<OneRecord> record(@Path("zone") String zone, @Path("id") String id);

  @POST("client/v4/zones/{zone}/dns_records")
  Call<OneRecord> createRecord(@Path("zone") String zone, @Body NewRecord body);

  @DELETE("client/v4/zones/{zone}/dns_records/{id}")
  Call<OneRecord> deleteRecord(@Path("zone") String zone, @Path("id") String id);

  /** {@code ttl} 1 lets Cloudflare choose. */
  record NewRecord(
      String type, String name, String content, int ttl, boolean proxied, String comment) {}

  record Zones(List<ZoneJson> result) {}

  record ZoneJson(String id) {}

  record Records(List<RecordJson> result) {}

  record OneRecord(@Nullable RecordJson result) {}

  record RecordJson(
      String id, @Nullable String name, @Nullable String content, @Nullable String comment) {}

  record ErrorBody(@Nullable List<ErrorJson> errors) {}

  record ErrorJson(int code, String message) {}
}
