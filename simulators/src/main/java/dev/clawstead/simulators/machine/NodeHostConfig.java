package dev.clawstead.simulators.machine;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.util.List;

/** Rights that let a container run Docker, cgroups and firewall rules of its own. */
final class NodeHostConfig extends HostConfig {

  private static final Capability[] CAPABILITIES = {
    Capability.CHOWN,
    Capability.DAC_OVERRIDE,
    Capability.DAC_READ_SEARCH,
    Capability.FOWNER,
    Capability.FSETID,
    Capability.KILL,
    Capability.SETGID,
    Capability.SETUID,
    Capability.SETPCAP,
    Capability.NET_BIND_SERVICE,
    Capability.NET_ADMIN,
    Capability.NET_RAW,
    Capability.SYS_CHROOT,
    Capability.SYS_PTRACE,
    Capability.SYS_ADMIN,
    Capability.MKNOD,
    Capability.AUDIT_WRITE,
    Capability.SETFCAP,
    Capability.SYSLOG,
    Capability.SYS_MODULE,
    Capability.LINUX_IMMUTABLE
  };

  /** The rights that are enough, for a host that lacks some itself and so cannot give all. */
  static HostConfig capable() {
    return new NodeHostConfig()
        .withCapDrop(Capability.ALL)
        .withCapAdd(CAPABILITIES)
        .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"))
        .withDeviceCgroupRules(List.of("a *:* rwm"));
  }

  /** All rights; works on an ordinary host. */
  static HostConfig privileged() {
    return new NodeHostConfig().withPrivileged(true);
  }

  // docker-java does not know these two. Empty lists unmask /proc and /sys: what the command line
  // calls systempaths=unconfined, and what privileged containers have anyway.
  @JsonProperty("MaskedPaths")
  List<String> maskedPaths() {
    return List.of();
  }

  @JsonProperty("ReadonlyPaths")
  List<String> readonlyPaths() {
    return List.of();
  }
}
