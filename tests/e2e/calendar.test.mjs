// The roster's calendar, read by an independent parser (ical.js, Thunderbird's).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import ICAL from "ical.js";
import { serve } from "./lib/zuoban.mjs";

let server;
before(async () => (server = await serve()));
after(() => server?.stop());

const ask = async (path) => (await fetch(server.base + path)).text();

/** The calendar as the parser understands it, its events by their shifts' numbers. */
async function calendar(query = "") {
  const parsed = ICAL.Component.fromString(await ask(`/api/v1/duty.ics${query}`));
  const zone = new ICAL.Timezone(parsed.getFirstSubcomponent("vtimezone"));
  ICAL.TimezoneService.register(zone);
  const events = parsed.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  const byShift = new Map(events.map((event) => [Number(event.uid.match(/^shift-(\d+)@/)[1]), event]));
  assert.equal(byShift.size, events.length, "each shift once");
  return { name: parsed.getFirstPropertyValue("x-wr-calname"), byShift };
}

test("a parser that is not ours reads every shift as it is published", async () => {
  const { name, byShift } = await calendar();
  assert.equal(name, "坐班 · 示例市政务服务中心");
  const shifts = JSON.parse(await ask("/api/v1/duty"));
  assert.ok(shifts.length > 50);
  for (const shift of shifts) {
    const event = byShift.get(shift.id);
    const at = (minute) => new Date(`${shift.day}T00:00:00+08:00`).getTime() + minute * 60_000;
    assert.equal(event.startDate.toJSDate().getTime(), at(shift.from), event.summary);
    assert.equal(event.endDate.toJSDate().getTime(), at(shift.to), event.summary);
    assert.ok(event.summary.includes(shift.director.zh), event.summary);
    assert.ok(event.location.includes(`${shift.window} 号窗口`), event.location);
    const gone = Boolean(shift.state.moved || shift.state.cancelled);
    assert.equal(event.component.getFirstPropertyValue("status"), gone ? "CANCELLED" : "CONFIRMED");
    if (shift.state.cancelled) assert.ok(event.description.includes(shift.state.cancelled.reason.zh));
    assert.equal(event.sequence, 0);
  }
});

test("of one unit and in English it is the same shifts", async () => {
  const shifts = JSON.parse(await ask("/api/v1/duty?unit=tax"));
  const { name, byShift } = await calendar("?unit=tax&lang=en");
  assert.equal(name, "On duty · Tax · Sample City Service Centre");
  for (const shift of shifts) {
    const summary = `${shift.director.en}, ${shift.office.en} on duty · Tax · Window ${shift.window}`;
    assert.equal(byShift.get(shift.id).summary, summary);
  }
});
