import { createTemplateFiller, type TemplateArgs, type TemplateValues } from "@callboard/domain/core/text/template";

/** The texts are English, whichever English the reader's dates are in. */
const fill = createTemplateFiller("en");

/** Fills in a text: `format(texts.back, { until: "13:00" })`. A missing value doesn't compile. */
export const format = <S extends string>(text: S, ...[values]: TemplateArgs<TemplateValues<S, {}>>): string =>
  fill(text, values ?? {});
