// @ts-check
/** The report form as a page of the website: sends at once, in one piece. */

import { openForm } from "patrol/field/form_open.js";
import { sendNow } from "patrol/field/form_sending.js";
import { need, readSettings } from "patrol/field/words.js";

const { api, receipt, ...settings } = readSettings("report-settings");

void openForm(need(document, "[data-form-holder]", HTMLElement), { ...settings, missing: readSettings("missing-sentences") }, {
  kind: "full",
  send: (form) => sendNow(form, { api, receipt }),
  startOver: () => location.reload(),
});
