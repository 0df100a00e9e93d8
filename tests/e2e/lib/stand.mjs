// The tablet on its stand, presenting a guide.
import { address } from "./guides.mjs";
import { page, refund, start } from "./reader.mjs";

export const PRESENT = { present: true };
export const SIZES = { "1180×820": [1180, 820], "1280×800": [1280, 800], "820×1180": [820, 1180] };

/** The tablet listens: its code is drawn by the same module. */
export const listens = () => page.locator("#code svg").waitFor();
/** Presents a part of the guide that most tests read. */
export const present = async (part = "", way = {}) => {
  await start(address(refund, part, { ...PRESENT, ...way }));
  await listens();
};
