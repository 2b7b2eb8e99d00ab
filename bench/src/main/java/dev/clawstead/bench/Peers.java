package dev.clawstead.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The gateways of others that are measured beside ours. */
final class Peers {

  private static final String LITELLM = "1.105.3";
  private static final String PORTKEY = "1.15.2";
  private static final String KEY = "sk-peer-0123456789abcdef";

  private Peers() {}

  /** Each in turn, before the same provider and with the same body as ours. */
  static List<Row> rows() throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    try (GatewayLoads loads = new GatewayLoads()) {
      for (Peer peer : List.of(portkey(loads), liteLlm(loads))) {
        System.err.println("   " + peer.name());
        rows.addAll(peer.measure(loads));
      }
    }
    return rows;
  }

  /** It asks for no key of its own, sets nothing aside and keeps no books. */
  private static Peer portkey(GatewayLoads loads) {
    Path folder = Peer.FOLDER.resolve("portkey");
    return new Peer(
        "Portkey " + PORTKEY + " (no keys, no budget, no books)",
        folder,
        List.of(
            List.of(
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "--prefix",
                folder.toString(),
                "@portkey-ai/gateway@" + PORTKEY)),
        Map.of(),
        port ->
            List.of(
                "node",
                "node_modules/@portkey-ai/gateway/build/start-server.js",
                "--port=" + port,
                "--headless"),
        manner ->
            ChatBody.post(
                GatewayStand.CHAT,
                "sk-instant",
                body("instant", manner),
                Map.of(
                    "x-portkey-provider",
                    "openai",
                    "x-portkey-custom-host",
                    loads.base(manner).toString())));
  }

  /** It checks its master key; keys for each agent, budgets and books want its database. */
  private static Peer liteLlm(GatewayLoads loads) {
    StringBuilder config = new StringBuilder("model_list:\n");
    for (String manner : List.of(GatewayLoads.WHOLE, GatewayLoads.STREAM)) {
      config
          .append("  - model_name: ")
          .append(manner)
          .append("\n    litellm_params:\n      model: openai/instant\n      api_base: ")
          .append(loads.base(manner))
          .append("\n      api_key: sk-instant\n");
    }
    config.append("general_settings:\n  master_key: ").append(KEY).append('\n');
    return new Peer(
        "LiteLLM " + LITELLM + " (master key, no budget, no books)",
        Peer.FOLDER.resolve("litellm"),
        List.of(
            List.of("python3", "-m", "venv", "."),
            List.of("bin/pip", "install", "-q", "litellm[proxy]==" + LITELLM)),
        Map.of("config.yaml", config.toString()),
        port ->
            List.of(
                "bin/litellm",
                "--config",
                "config.yaml",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port)),
        manner -> ChatBody.post(GatewayStand.CHAT, KEY, body(manner, manner), Map.of()));
  }

  private static byte[] body(String model, String manner) throws IOException {
    return ChatBody.openClaw(model, !manner.equals(GatewayLoads.WHOLE));
  }
}
