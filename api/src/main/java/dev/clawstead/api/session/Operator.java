package dev.clawstead.api.session;

/** A caller who runs the place. For everybody else, what takes one does not exist. */
public record Operator(Caller caller) {}
