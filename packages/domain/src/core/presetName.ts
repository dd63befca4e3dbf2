/** A preset is named in every record that follows it. In letters. */
export const PRESET_NAME_MAX = 80;
