/** Lets node find our modules by the names the pages use: "patrol/field/db.js" stands in patrol/static/patrol/field/db.js. */

import { register } from "node:module";

const root = new URL("../../", import.meta.url).href;

register(
  `data:text/javascript,${encodeURIComponent(`
    const root = ${JSON.stringify(root)};
    export function resolve(name, context, next) {
      const app = /^(core|people|sites|timebank|patrol|planning|maps)\\//.exec(name)?.[1];
      return next(app ? new URL(app + "/static/" + name, root).href : name, context);
    }
  `)}`,
);
