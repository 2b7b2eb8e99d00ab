package dev.clawstead.simulators.hetzner;

/** What a project holds, with the vendor's words for it. */
enum Kind {
  SERVER("servers", "server"),
  NETWORK("networks", "network"),
  FIREWALL("firewalls", "firewall"),
  PLACEMENT_GROUP("placement_groups", "placement_group"),
  VOLUME("volumes", "volume"),
  SSH_KEY("ssh_keys", "ssh_key"),
  PRIMARY_IP("primary_ips", "primary_ip"),
  ACTION("actions", "action"),
  /** Work behind an action; not the vendor's word, never shown. */
  JOB("jobs", "job");

  private final String table;
  private final String word;

  Kind(String table, String word) {
    this.table = table;
    this.word = word;
  }

  String table() {
    return table;
  }

  String word() {
    return word;
  }
}
