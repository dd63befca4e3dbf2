import type { Outputs } from "../../data/api.ts";

// The server’s answers by the names that this room has for them.
export type NumberView = Outputs["tracking"]["number"];
export type SearchView = Outputs["tracking"]["search"];
export type NumberOffer = SearchView["offers"][number];
