import type { Answers } from "../../api.ts";

// The server’s answers by the names that this room has for them.
export type PresetAnswer = Answers["presets"]["get"];
