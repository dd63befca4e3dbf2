import type { Outputs } from "../../data/api.ts";

// The server’s answers by the names that this room has for them.
export type NumberView = Outputs["numbers"]["get"];
export type SearchView = Outputs["numbers"]["searchOffers"];
export type NumberOffer = SearchView["offers"][number];
