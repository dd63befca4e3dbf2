import type { Outputs } from "../../data/api.ts";

// The server’s answers by the names that this room has for them.
export type Queue = Outputs["queues"]["list"]["queues"][number];
export type Person = Outputs["queues"]["people"]["people"][number];
export type QueueView = Outputs["queues"]["get"];
