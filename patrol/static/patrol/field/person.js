// @ts-check
/** Whose phone this is now: remembered for the time without a network, asked of the server when there is one. */

import { ask } from "patrol/field/api.js";
import { recall, remember } from "patrol/field/db.js";

/**
 * @typedef {import("patrol/field/app_types.js").Person} Person
 * @typedef {import("patrol/field/answer.js").Answer} Answer
 */

export const ME = "/api/v1/me";

/** @returns {Promise<Person | null>} who was signed in last */
export async function knownPerson() {
  return (await recall("person")) ?? null;
}

/**
 * Ask who is signed in. A session that ended changes nothing on the phone: the last person stays.
 * @param {Person | null} known
 * @returns {Promise<{answer: Answer, person: Person | null}>}
 */
export async function meet(known) {
  const answer = await ask(ME);
  if (answer.kind !== "ok" || typeof answer.body?.id !== "string") return { answer, person: known };
  const person = { id: answer.body.id, name: String(answer.body.name) };
  await remember("person", person);
  return { answer, person };
}
