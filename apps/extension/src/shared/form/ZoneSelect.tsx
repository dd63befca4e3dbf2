import { Select, type SelectOption } from "@callboard/ui/Select";

const ZONES: readonly string[] = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

interface ZoneSelectProps {
  value: string;
  onChange: (zone: string) => void;
  /** An option before the zones. */
  first?: SelectOption;
}

/** Every zone that this browser knows, plus the current value, even if this browser has another name for it. */
export function ZoneSelect({ value, onChange, first }: ZoneSelectProps) {
  const isOther = value !== first?.value && !ZONES.includes(value);
  const options = (isOther ? [value, ...ZONES] : ZONES).map((zone) => ({
    value: zone,
    label: zone.replaceAll("_", " "),
  }));
  return <Select value={value} options={first ? [first, ...options] : options} onChange={onChange} />;
}
