/** In letters. Every record that follows a preset stores its name. */
export const PRESET_NAME_MAX = 80;
