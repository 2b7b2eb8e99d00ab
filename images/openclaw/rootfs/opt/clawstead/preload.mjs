// Loaded into the agent's process before its own code; its worker threads and children have no port to guard.
import { isMainThread } from "node:worker_threads";

import { PORT, readCell } from "./cell.mjs";
import { guard } from "./guard.mjs";

if (isMainThread) guard(PORT, readCell().key);
