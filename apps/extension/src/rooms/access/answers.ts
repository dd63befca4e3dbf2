import type { Answers } from "../../api.ts";

// The server’s answers by the names that this room has for them.
export type Member = Answers["access"]["people"]["members"][number];
export type Carried = Answers["access"]["carries"][number];
export type ApiKey = Answers["access"]["apiKeys"][number];
export type Invitation = Answers["access"]["invitation"];
