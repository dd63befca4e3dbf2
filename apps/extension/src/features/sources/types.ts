import type { Outputs } from "../../data/api.ts";

// The server’s answers by the names that this room has for them.
export type Source = Outputs["tracking"]["sources"]["sources"][number];
export type VisitTestView = Outputs["tracking"]["tryVisit"];
