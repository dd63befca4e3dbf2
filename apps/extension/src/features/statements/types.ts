import type { Outputs } from "../../data/api.ts";

// The server's answers under this feature's names.
export type Schedule = Outputs["statements"]["schedules"]["schedules"][number];
export type StatementView = Outputs["statements"]["preview"];
