package dev.clawstead.simulators.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.state.Json;
import java.util.List;

/** The wrapping that every answer has: success, errors, messages, result. */
final class Envelope {

  private Envelope() {}

  static Answer ok(JsonNode result) {
    ObjectNode body = Json.object();
    body.set("result", result);
    body.put("success", true).putArray("errors");
    body.putArray("messages");
    return Answer.ok(body);
  }

  /** One page of a list. */
  static Answer page(List<ObjectNode> all, Request request, int sizeDefault, int sizeMax) {
    int page = number(request, "page", 1);
    int size = Math.min(number(request, "per_page", sizeDefault), sizeMax);
    int from = (int) Math.min((long) (page - 1) * size, all.size());
    List<ObjectNode> found = all.subList(from, Math.min(from + size, all.size()));
    Answer answer = ok(Json.array(found));
    if (answer.body() instanceof ObjectNode body) {
      body.putObject("result_info")
          .put("page", page)
          .put("per_page", size)
          .put("count", found.size())
          .put("total_count", all.size())
          .put("total_pages", (all.size() + size - 1) / size);
    }
    return answer;
  }

  static Answer error(int status, int code, String message) {
    ObjectNode body = Json.object();
    body.putNull("result").put("success", false);
    body.putArray("errors").addObject().put("code", code).put("message", message);
    body.putArray("messages");
    return Answer.of(status, body);
  }

  private static int number(Request request, String name, int otherwise) {
    String text = request.query(name).orElse(Integer.toString(otherwise));
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw CloudflareError.invalid(1004, name + " must be a number above 0");
    }
    return Integer.parseInt(text);
  }
}
