package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** {@code /ssh_keys}: a name and a fingerprint are each unique. */
final class SshKeys {

  private final Cloud cloud;
  private final Resources resources = new Resources(Kind.SSH_KEY, (project, row) -> row.deepCopy());

  SshKeys(Cloud cloud) {
    this.cloud = cloud;
  }

  Resources resources() {
    return resources;
  }

  Answer list(Project project, Request request) {
    List<String> wanted = request.queries("fingerprint");
    List<ObjectNode> found =
        project.rows(Kind.SSH_KEY).stream()
            .filter(row -> wanted.isEmpty() || wanted.contains(row.path("fingerprint").asText()))
            .toList();
    return new Listing("ssh_keys", found, Set.of("id", "name")).answer(request);
  }

  Answer create(Project project, Request request) {
    Body body = Body.of(request);
    String publicKey = body.text("public_key").trim();
    String fingerprint = fingerprint(publicKey);
    ObjectNode row = resources.row(project, cloud, body);
    for (ObjectNode other : project.rows(Kind.SSH_KEY)) {
      if (other.path("fingerprint").asText().equals(fingerprint)) {
        throw HetznerError.of(
            409, "uniqueness_error", "SSH key with the same fingerprint already exists");
      }
    }
    row.put("fingerprint", fingerprint).put("public_key", publicKey);
    return resources.one(201, project, project.add(Kind.SSH_KEY, row));
  }

  Answer delete(Project project, String id) {
    project.remove(Kind.SSH_KEY, project.get(Kind.SSH_KEY, id).path("id").asLong());
    return Answer.noContent();
  }

  /** A key by id or name, as a server's order names it. */
  static ObjectNode find(Project project, String idOrName) {
    return project.rows(Kind.SSH_KEY).stream()
        .filter(
            row ->
                row.path("name").asText().equals(idOrName)
                    || row.path("id").asText().equals(idOrName))
        .findFirst()
        .orElseThrow(() -> HetznerError.invalid("ssh_keys", "SSH key " + idOrName + " not found"));
  }

  private static String fingerprint(String publicKey) {
    String[] parts = publicKey.split("\\s+", 3);
    if (parts.length < 2) {
      throw HetznerError.invalid("public_key", "SSH key format is invalid");
    }
    try {
      // MD5 is what the vendor shows, not what anything trusts.
      byte[] hash = MessageDigest.getInstance("MD5").digest(Base64.getDecoder().decode(parts[1]));
      return HexFormat.ofDelimiter(":").formatHex(hash);
    } catch (IllegalArgumentException e) {
      throw HetznerError.invalid("public_key", "SSH key format is invalid");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
