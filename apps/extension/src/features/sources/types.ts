import type { Outputs } from "../../data/api.ts";

// The server's answers under this feature's names.
export type Source = Outputs["sources"]["list"]["sources"][number];
export type TrackingCode = Outputs["sources"]["trackingCode"];
export type SwapTrial = Outputs["sources"]["trySwap"];
export type VisitTestView = Outputs["sources"]["testVisit"];
