import type { Outputs } from "../../data/api.ts";

// The server’s answers by the names that this room has for them.
export type Schedule = Outputs["statements"]["schedules"]["schedules"][number];
export type StatementView = Outputs["statements"]["preview"];
