import type { Outputs } from "../../data/api.ts";

// The server's answers under this feature's names.
export type Member = Outputs["access"]["people"]["members"][number];
export type OwnedItems = Outputs["access"]["ownedItems"][number];
export type ApiKey = Outputs["access"]["apiKeys"][number];
export type Invitation = Outputs["access"]["invitation"];
