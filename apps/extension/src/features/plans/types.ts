import type { Outputs } from "../../data/api.ts";

// The server’s answers by the names that this room has for them.
export type PlansView = Outputs["plans"]["list"];
