package dev.clawstead.simulators.hetzner;

import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Router;
import java.util.List;

/** Which path is answered by what. */
final class Routes {

  private final Cloud cloud;
  private final PrimaryIps primaryIps;
  private final Servers servers;
  private final ServerActions serverActions;
  private final Networks networks;
  private final Firewalls firewalls;
  private final PlacementGroups placementGroups;
  private final Volumes volumes;
  private final SshKeys sshKeys;

  Routes(Cloud cloud, int serversMax) {
    this.cloud = cloud;
    this.primaryIps = new PrimaryIps(cloud);
    this.servers = new Servers(cloud, primaryIps, serversMax);
    this.serverActions = new ServerActions(cloud);
    this.networks = new Networks(cloud);
    this.firewalls = new Firewalls(cloud);
    this.placementGroups = new PlacementGroups(cloud);
    this.volumes = new Volumes(cloud);
    this.sshKeys = new SshKeys(cloud);
  }

  Router of(Project p) {
    Router router = new Router();
    // Before the resources' own paths: "actions" would be taken for an id.
    for (Kind kind :
        List.of(Kind.SERVER, Kind.NETWORK, Kind.FIREWALL, Kind.VOLUME, Kind.PRIMARY_IP)) {
      actionLists(router, p, kind);
    }
    servers(router, p);
    bookkeeping(router, p);
    for (Resources resources :
        List.of(
            networks.resources(),
            firewalls.resources(),
            placementGroups.resources(),
            volumes.resources(),
            sshKeys.resources())) {
      String path = "/" + resources.kind().table();
      router
          .on("GET", path, (r, a) -> resources.list(p, r))
          .on("GET", path + "/{id}", (r, a) -> resources.get(p, a.getFirst()))
          .on("PUT", path + "/{id}", (r, a) -> resources.change(p, r, a.getFirst()));
    }
    return catalogue(router);
  }

  private void servers(Router router, Project p) {
    router
        .on("GET", "/actions", (r, a) -> cloud.actions().listByIds(p, r))
        .on("GET", "/actions/{id}", (r, a) -> cloud.actions().get(p, a.getFirst()))
        .on("GET", "/servers", (r, a) -> servers.list(p, r))
        .on("POST", "/servers", (r, a) -> servers.create(p, r))
        .on("GET", "/servers/{id}", (r, a) -> servers.get(p, a.getFirst()))
        .on("PUT", "/servers/{id}", (r, a) -> servers.change(p, r, a.getFirst()))
        .on("DELETE", "/servers/{id}", (r, a) -> servers.delete(p, r, a.getFirst()))
        .on(
            "POST",
            "/servers/{id}/actions/{action}",
            (r, a) -> serverActions.start(p, r, a.get(0), a.get(1)));
  }

  private void bookkeeping(Router router, Project p) {
    router
        .on("PUT", "/networks/{id}", (r, a) -> networks.change(p, r, a.getFirst()))
        .on("POST", "/networks", (r, a) -> networks.create(p, r))
        .on("DELETE", "/networks/{id}", (r, a) -> networks.delete(p, a.getFirst()))
        .on(
            "POST",
            "/networks/{id}/actions/{action}",
            (r, a) -> networks.start(p, r, a.get(0), a.get(1)))
        .on("POST", "/firewalls", (r, a) -> firewalls.create(p, r))
        .on("DELETE", "/firewalls/{id}", (r, a) -> firewalls.delete(p, a.getFirst()))
        .on(
            "POST",
            "/firewalls/{id}/actions/{action}",
            (r, a) -> firewalls.start(p, r, a.get(0), a.get(1)))
        .on("POST", "/placement_groups", (r, a) -> placementGroups.create(p, r))
        .on("DELETE", "/placement_groups/{id}", (r, a) -> placementGroups.delete(p, a.getFirst()))
        .on("POST", "/volumes", (r, a) -> volumes.create(p, r))
        .on("DELETE", "/volumes/{id}", (r, a) -> volumes.delete(p, a.getFirst()))
        .on(
            "POST",
            "/volumes/{id}/actions/{action}",
            (r, a) -> volumes.start(p, r, a.get(0), a.get(1)))
        .on("GET", "/ssh_keys", (r, a) -> sshKeys.list(p, r))
        .on("POST", "/ssh_keys", (r, a) -> sshKeys.create(p, r))
        .on("DELETE", "/ssh_keys/{id}", (r, a) -> sshKeys.delete(p, a.getFirst()))
        .on("GET", "/primary_ips", (r, a) -> primaryIps.list(p, r))
        .on("GET", "/primary_ips/{id}", (r, a) -> primaryIps.get(p, a.getFirst()))
        .on("DELETE", "/primary_ips/{id}", (r, a) -> primaryIps.delete(p, a.getFirst()))
        .on("PUT", "/primary_ips/{id}", (r, a) -> primaryIps.change(p, r, a.getFirst()));
  }

  private Router catalogue(Router router) {
    Catalogue catalogue = cloud.catalogue();
    return router
        .on("GET", "/locations", (r, a) -> catalogue.listLocations(r))
        .on("GET", "/locations/{id}", (r, a) -> catalogue.getLocation(a.getFirst()))
        .on("GET", "/server_types", (r, a) -> catalogue.listServerTypes(r))
        .on("GET", "/server_types/{id}", (r, a) -> catalogue.getServerType(a.getFirst()))
        .on("GET", "/images", (r, a) -> catalogue.listImages(r))
        .on("GET", "/images/{id}", (r, a) -> catalogue.getImage(a.getFirst()))
        .on("GET", "/pricing", (r, a) -> Pricing.list(catalogue))
        .on("GET", "/datacenters", (r, a) -> gone())
        .on("GET", "/datacenters/{id}", (r, a) -> gone());
  }

  private void actionLists(Router router, Project p, Kind kind) {
    String path = "/" + kind.table();
    router
        .on("GET", path + "/actions", (r, a) -> cloud.actions().list(p, r, kind, List.of()))
        .on("GET", path + "/actions/{id}", (r, a) -> cloud.actions().get(p, a.getFirst()))
        .on("GET", path + "/{id}/actions", (r, a) -> cloud.actions().list(p, r, kind, a))
        .on("GET", path + "/{id}/actions/{action}", (r, a) -> cloud.actions().get(p, a.get(1)));
  }

  private static Answer gone() {
    throw HetznerError.of(
        410, "deprecated_api_endpoint", "datacenters are gone, use the locations endpoint");
  }
}
