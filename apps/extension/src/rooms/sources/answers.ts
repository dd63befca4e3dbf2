import type { Answers } from "../../api.ts";

// The server’s answers by the names that this room has for them.
export type Source = Answers["tracking"]["sources"]["sources"][number];
export type Tried = Answers["tracking"]["tryVisit"];
