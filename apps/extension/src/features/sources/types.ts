import type { Outputs } from "../../data/api.ts";

// The server’s answers by the names that this room has for them.
export type Source = Outputs["sources"]["list"]["sources"][number];
export type VisitTestView = Outputs["sources"]["tryVisit"];
