package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.state.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Prices: net from the catalogue, gross with German tax, an hour as a month's 624th part. */
final class Pricing {

  private static final BigDecimal TAX = new BigDecimal("1.19");
  private static final BigDecimal HOURS_BILLED_A_MONTH = new BigDecimal("624");
  private static final long INCLUDED_TRAFFIC_BYTES = 20L * 1024 * 1024 * 1024 * 1024;

  private Pricing() {}

  static ObjectNode ofServer(String location, String netMonthly) {
    ObjectNode price = ofPlace(location, netMonthly);
    price.put("included_traffic", INCLUDED_TRAFFIC_BYTES);
    price.set("price_per_tb_traffic", price("1.0000"));
    return price;
  }

  static Answer list(Catalogue catalogue) {
    ObjectNode pricing = Json.object().put("currency", "EUR").put("vat_rate", "19.000000");
    pricing.putObject("image").set("price_per_gb_month", price("0.0110"));
    pricing.putObject("volume").set("price_per_gb_month", price("0.0440"));
    pricing.putObject("server_backup").put("percentage", "20.00");
    pricing.putObject("floating_ip").set("price_monthly", price("3.0000"));
    pricing.putArray("floating_ips");
    pricing.putArray("load_balancer_types");
    var addresses = pricing.putArray("primary_ips").addObject().put("type", "ipv4");
    var places = addresses.putArray("prices");
    for (JsonNode location : catalogue.locations()) {
      places.add(ofPlace(location.path("name").asText(), "0.5000"));
    }
    var types = pricing.putArray("server_types");
    for (ObjectNode type : catalogue.serverTypes()) {
      types.add(Json.pick(type, "id", "name", "prices"));
    }
    ObjectNode body = Json.object();
    body.set("pricing", pricing);
    return Answer.ok(body);
  }

  private static ObjectNode ofPlace(String location, String netMonthly) {
    BigDecimal monthly = new BigDecimal(netMonthly);
    ObjectNode price = Json.object().put("location", location);
    price.set(
        "price_hourly",
        price(monthly.divide(HOURS_BILLED_A_MONTH, 4, RoundingMode.HALF_UP).toPlainString()));
    price.set("price_monthly", price(netMonthly));
    return price;
  }

  private static ObjectNode price(String net) {
    String gross = new BigDecimal(net).multiply(TAX).setScale(4, RoundingMode.HALF_UP).toString();
    return Json.object().put("net", net).put("gross", gross);
  }
}
