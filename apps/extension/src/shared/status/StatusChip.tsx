import type { Phone, Status } from "@callboard/domain/agents/rules";
import { StatusShape } from "@callboard/ui/StatusShape";
import { agentLook, statusLook } from "./look.ts";
import "./StatusChip.css";

export interface StatusChipProps {
  /** The status's name in the record; the status may have been archived since. */
  name: string;
  status: Status | undefined;
  /** Set for an agent: a call covers the status. */
  phone?: Phone | undefined;
}

/** A status in running text: its shape, then its name. */
export function StatusChip({ name, status, phone }: StatusChipProps) {
  const look = phone || !status ? agentLook(status, phone ?? { state: "idle" }) : statusLook(status);
  return (
    <span class="status-chip">
      <StatusShape {...look} size={look.icon ? 18 : 12} />
      <span class="status-chip-name">{name}</span>
    </span>
  );
}
