import type { Answers } from "../../api.ts";

// The server’s answers by the names that this room has for them.
export type Queue = Answers["queues"]["list"]["queues"][number];
export type Person = Answers["queues"]["people"]["people"][number];
export type QueueAnswer = Answers["queues"]["get"];
