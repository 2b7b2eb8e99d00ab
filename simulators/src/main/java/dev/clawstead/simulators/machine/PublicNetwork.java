package dev.clawstead.simulators.machine;

import dev.clawstead.simulators.address.Cidr;

/** The network on which servers have their public addresses. */
public record PublicNetwork(String name, String gateway, Cidr subnet) {}
