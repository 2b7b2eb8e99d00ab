package dev.clawstead.standalone.state;

import dev.clawstead.standalone.process.ProcessId;
import java.util.Map;

/** What the supervisor says of the run it is in charge of. */
public record RunFile(ProcessId supervisor, boolean ready, Map<String, ProcessId> parts) {}
