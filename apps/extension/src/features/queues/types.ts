import type { Outputs } from "../../data/api.ts";

// The server's answers under this feature's names.
export type Queue = Outputs["queues"]["list"]["queues"][number];
export type Person = Outputs["queues"]["people"]["people"][number];
export type QueueView = Outputs["queues"]["get"];
