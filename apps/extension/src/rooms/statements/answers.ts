import type { Answers } from "../../api.ts";

// The server’s answers by the names that this room has for them.
export type Schedule = Answers["statements"]["schedules"]["schedules"][number];
export type Told = Answers["statements"]["preview"];
