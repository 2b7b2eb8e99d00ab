package dev.clawstead.simulators.machine;

import dev.clawstead.simulators.address.Cidr;

/** A machine's place in a private network. */
public record Attachment(long networkId, Cidr range, String address) {}
