import { STATUS_ICONS, type StatusIcon, type StatusColor, STATUS_COLORS } from "@callboard/domain/agents/types";
import { Icon } from "@callboard/ui/Icon";
import { StatusShape } from "@callboard/ui/StatusShape";
import { useId } from "preact/hooks";
import { agents } from "../../texts/en/agents.ts";
import { statusLook } from "../../shared/status/look.ts";

const texts = agents.statusForm;

export interface StatusStyle {
  name: string;
  takesCalls: boolean;
  color: StatusColor;
  icon: StatusIcon | null;
}

/** The shape as agents will see it, updated with every choice. */
export function StylePreview({ style }: { style: StatusStyle }) {
  return (
    <div class="style-preview">
      <StatusShape {...statusLook({ id: "", ...style })} size={28} />
      <div>
        <p class="cb-body cb-strong">{style.name.trim() || texts.previewName}</p>
        <p class="cb-muted cb-small">{style.takesCalls ? agents.statuses.takes : agents.statuses.takesNone}</p>
      </div>
    </div>
  );
}

export function ToneField({ value, onChange }: { value: StatusColor; onChange: (tone: StatusColor) => void }) {
  const name = useId();
  return (
    <fieldset class="status-style">
      <legend class="style-label">
        {texts.tone} <span class="cb-muted">{texts.tones[value]}</span>
      </legend>
      <div class="style-options">
        {STATUS_COLORS.map((tone) => (
          <label key={tone} class="style-option" title={texts.tones[tone]}>
            <input type="radio" name={name} checked={tone === value} onChange={() => onChange(tone)} />
            <span class="cb-visually-hidden">{texts.tones[tone]}</span>
            <StatusShape shape="disc" tone={tone} size={20} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function IconField({
  value,
  onChange,
}: {
  value: StatusIcon | null;
  onChange: (icon: StatusIcon | null) => void;
}) {
  const name = useId();
  return (
    <fieldset class="status-style">
      <legend class="style-label">
        {texts.icon} <span class="cb-muted">{value === null ? texts.noIcon : texts.icons[value]}</span>
      </legend>
      <div class="style-options">
        {[null, ...STATUS_ICONS].map((icon) => {
          const label = icon === null ? texts.noIcon : texts.icons[icon];
          return (
            <label key={icon} class="style-option" title={label}>
              <input type="radio" name={name} checked={icon === value} onChange={() => onChange(icon)} />
              <span class="cb-visually-hidden">{label}</span>
              {icon === null ? <span class="style-none" /> : <Icon name={icon} size={18} />}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
