import { Fragment } from "preact";
import { Card } from "../src/Card.tsx";
import { ICON_PATHS } from "../src/iconPaths.ts";
import { EXTRA_ICON_PATHS } from "../src/extraIconPaths.ts";
import { Icon, type IconName } from "../src/Icon.tsx";
import { type Shape, StatusShape } from "../src/StatusShape.tsx";
import { COLORS } from "../src/tone.ts";

const SHAPES: Shape[] = ["disc", "half", "square", "diamond", "ring"];
const SHAPE_ICONS: IconName[] = [
  "coffee",
  "lunch",
  "book",
  "users",
  "briefcase",
  "heart",
  "star",
  "home",
  "phone",
  "bell",
  "mail",
  "edit",
];
const names = Object.keys({ ...ICON_PATHS, ...EXTRA_ICON_PATHS }) as IconName[];

function Shapes({ size, icons }: { size: number; icons?: IconName[] }) {
  return (
    <div class="gallery-shapes">
      {SHAPES.map((shape, row) => (
        <Fragment key={shape}>
          <span>{shape}</span>
          {COLORS.map((tone, at) => (
            <StatusShape
              key={tone}
              shape={shape}
              tone={tone}
              size={size}
              icon={icons?.[(at + row * 5) % icons.length]}
            />
          ))}
        </Fragment>
      ))}
    </div>
  );
}

export function Foundations() {
  return (
    <>
      <Card title="Words and figures">
        <div class="gallery-stack">
          <p class="cb-figure">$182.40</p>
          <p class="cb-title">Lunch, back 13:00</p>
          <p class="cb-body">Covered until 14 May. A sentence at reading size.</p>
          <p>
            The dense size, for tables and forms, with <a href="#link">a link</a>, <code>code</code> and{" "}
            <strong class="cb-strong">weight</strong>.
          </p>
          <p class="cb-muted cb-small">Quiet and small: chosen by you, 3 minutes ago.</p>
        </div>
      </Card>
      <Card title="Status shapes" subtitle="At 12 in text, at 20 and 24 with an icon">
        <div class="gallery-stack">
          <Shapes size={12} />
          <Shapes size={20} icons={SHAPE_ICONS} />
          <Shapes size={24} icons={SHAPE_ICONS} />
        </div>
      </Card>
      <Card title="Icons">
        <div class="gallery-icons">
          {names.map((name) => (
            <figure key={name}>
              <Icon name={name} />
              <figcaption>{name}</figcaption>
            </figure>
          ))}
        </div>
      </Card>
    </>
  );
}
