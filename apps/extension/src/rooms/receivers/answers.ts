import type { Answers } from "../../api.ts";

// The server’s answers by the names that this room has for them.
export type Receiver = Answers["tracking"]["receivers"]["receivers"][number];
