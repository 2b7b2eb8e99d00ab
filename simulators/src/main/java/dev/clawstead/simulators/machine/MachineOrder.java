package dev.clawstead.simulators.machine;

import java.util.List;

/** What a new machine is to be; an empty {@code address} means none in the public network. */
public record MachineOrder(
    long id,
    String name,
    String address,
    List<Attachment> attachments,
    long memoryBytes,
    String userData) {}
