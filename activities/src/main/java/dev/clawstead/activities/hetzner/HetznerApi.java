package dev.clawstead.activities.hetzner;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;

/** The part of https://docs.hetzner.cloud we use, field for field. */
interface HetznerApi {

  @POST("v1/servers")
  Call<OneServer> createServer(@Body NewServer body);

  @GET("v1/servers")
  Call<Servers> serversNamed(@Query("name") String name);

  @GET("v1/servers/{id}")
  Call<OneServer> server(@Path("id") long id);

  @DELETE("v1/servers/{id}")
  Call<OneAction> deleteServer(@Path("id") long id);

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record NewServer(
      String name,
      @JsonProperty("server_type") String serverType,
      String location,
      String image,
      Map<String, String> labels,
      @JsonProperty("user_data") String userData,
      @Nullable List<Long> networks) {}

  record OneServer(ServerJson server) {}

  record Servers(List<ServerJson> servers) {}

  record ServerJson(
      long id,
      String name,
      String status,
      Map<String, String> labels,
      @JsonProperty("public_net") PublicNet publicNet,
      @JsonProperty("private_net") @Nullable List<PrivateNet> privateNet,
      @JsonProperty("server_type") ServerType serverType,
      @Nullable Location location) {}

  record PublicNet(@Nullable Ipv4 ipv4) {}

  record Ipv4(String ip) {}

  record PrivateNet(long network, @Nullable String ip) {}

  /** {@code memory} in gigabytes. */
  record ServerType(String name, double memory) {}

  record Location(String name) {}

  record OneAction(ActionJson action) {}

  record ActionJson(long id, String status) {}

  record ErrorBody(@Nullable ErrorJson error) {}

  record ErrorJson(String code, String message) {}
}
