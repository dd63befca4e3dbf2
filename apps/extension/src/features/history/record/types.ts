import type { Outputs } from "../../../data/api.ts";

// The server's answers under this feature's names.
export type Comparison = Outputs["history"]["compare"];
