// Every state in a language and a mode, reached once: what is seen of it is measured there at every size.
import { address, states } from "./states.mjs";
import { open, PHONE } from "./zuoban.mjs";

/** Language and mode, in every combination. */
export const WAYS = [false, true].flatMap((elder) => ["zh", "en"].map((lang) => ({ lang, elder })));
export const called = ({ lang, elder }) => `${lang}${elder ? ", elder mode" : ""}`;

export const SIZES = {
  phone: { width: 390, height: 844 },
  small: { width: 320, height: 568 },
  tablet: { width: 1180, height: 820 },
  desktop: { width: 1440, height: 900 },
  /** 1280 × 1024 at 400 %. */
  zoomed: { width: 320, height: 256 },
};

/** Opens a state as somebody reads it. */
export async function visit(up, name, way, options = PHONE) {
  const state = states[name];
  const opened = await open(up.browser, up.server.base, address(state, way), { options, app: state.app });
  await state.act?.(opened.page, opened.context, up.server);
  return opened;
}

/** Measures every state, two at a time; answers what each measure found, with the state's name. */
export async function everywhere(up, way, measures) {
  const names = Object.keys(states);
  const found = measures.map(() => []);
  const walker = async () => {
    for (let name = names.shift(); name; name = names.shift()) {
      const { page, context } = await visit(up, name, way);
      for (const [at, measure] of measures.entries()) {
        found[at].push(...(await measure(page, way)).map((problem) => `${name}, ${problem}`));
      }
      await context.close();
    }
  };
  await Promise.all([walker(), walker()]);
  return found;
}
