import { iconPath, type IconName } from "./iconPath.ts";
import type { Tone, Color } from "./tone.ts";
import "./StatusShape.css";

export type Shape = "disc" | "half" | "square" | "diamond" | "ring";

export interface StatusShapeProps {
  shape: Shape;
  tone: Color | Tone;
  icon?: IconName | null | undefined;
  /** 12 suits running text; with an icon use at least 20. */
  size?: number | undefined;
  label?: string | undefined;
}

/** SVG paths on a grid of 24. */
const OUTLINE_PATHS: Record<Shape, string> = {
  disc: "M12 1a11 11 0 1 1 0 22a11 11 0 1 1 0-22z",
  half: "M12 2.25a9.75 9.75 0 1 1 0 19.5a9.75 9.75 0 1 1 0-19.5z",
  square: "M6 2h12a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4z",
  diamond:
    "M10 1.4a2.83 2.83 0 0 1 4 0L22.6 10a2.83 2.83 0 0 1 0 4L14 22.6a2.83 2.83 0 0 1-4 0L1.4 14a2.83 2.83 0 0 1 0-4z",
  ring: "M12 2.5a9.5 9.5 0 1 1 0 19a9.5 9.5 0 1 1 0-19z",
};

/** The left half of the disc. */
const HALF_PATH = "M12 1a11 11 0 0 0 0 22z";
/** Centers an icon's grid of 16 in the shape's 24. */
const ICON_TRANSFORM = "translate(12 12) scale(.86) translate(-8 -8)";

/** A status as a coloured shape. The shape differs too, because many readers can't tell the colours apart. */
export function StatusShape({ shape, tone, icon, size = icon ? 20 : 12, label }: StatusShapeProps) {
  const hollow = shape === "half" || shape === "ring";
  return (
    <svg
      class="cb-status-shape"
      data-tone={tone}
      data-shape={shape}
      data-icon={icon ?? undefined}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      style={hollow ? `--outline: ${size < 16 ? 3 : 2.5}` : undefined}
    >
      <path class="cb-status-outline" d={OUTLINE_PATHS[shape]} />
      {shape === "half" && <path class="cb-status-half" d={HALF_PATH} />}
      {icon && (
        <path class="cb-status-icon" d={iconPath(icon)} transform={ICON_TRANSFORM} data-hollow={hollow || undefined} />
      )}
    </svg>
  );
}
