import type { Outputs } from "./api.ts";

export type Me = Outputs["access"]["me"];
export type OwnStatus = Outputs["agents"]["mine"];
export type Balance = Outputs["balance"]["current"];
export type Changes = Outputs["history"]["list"];
export type Team = Outputs["agents"]["board"];
