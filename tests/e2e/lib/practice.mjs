// A practice form, filled and checked as a citizen does.
import assert from "node:assert/strict";
import { page, start } from "./reader.mjs";
import { drawn } from "./zuoban.mjs";

export const press = async (selector) => {
  await page.locator(selector).click();
  await drawn(page);
};
export const check = () => press("#practice .button--main");
export const field = (name) => page.locator(`#practice-${name}`);
/** The explanation that the field itself names. */
export const explained = async (name) => {
  await page.locator(`#practice-${name}[aria-invalid=true]`).waitFor();
  const id = await field(name).getAttribute("aria-describedby");
  assert.ok(id, `${name} names no explanation`);
  const problem = page.locator(`#${id}`);
  assert.ok(await problem.isVisible());
  return problem.innerText();
};
export const practise = async (form) => {
  await start(form.address);
  await page.locator("#practise").tap();
  await page.locator("#practice").waitFor();
};
