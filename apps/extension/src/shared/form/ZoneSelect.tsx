import { Select, type SelectOption } from "@callboard/ui/Select";

const ZONES: readonly string[] = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

interface ZoneSelectProps {
  value: string;
  onChange: (zone: string) => void;
  /** Stands before the zones. */
  first?: SelectOption;
}

/** Every zone that this browser knows, and the one that is set, whatever it is called elsewhere. */
export function ZoneSelect({ value, onChange, first }: ZoneSelectProps) {
  const isOther = value !== first?.value && !ZONES.includes(value);
  const options = (isOther ? [value, ...ZONES] : ZONES).map((zone) => ({
    value: zone,
    label: zone.replaceAll("_", " "),
  }));
  return <Select value={value} options={first ? [first, ...options] : options} onChange={onChange} />;
}
