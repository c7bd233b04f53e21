/* HiGHS in one process for many models: what WebAssembly takes to start is paid once.
 *
 *     node highs.mjs
 *
 * First it says {"version": "..."} or, where npm's highs is not there, {"missing": "why"}. Then a line a model:
 *
 *     {"file": "city.mps", "options": {...}}           an .mps or an .lp; options of HiGHS
 *     {"file": ..., "runs": 5, "budget": 2000}         the same, timed: cold solves after a warm-up, no more of them
 *                                                      once they took the budget (ms); medians are told
 *
 * and a line an answer: {"status", "value", "iterations", "wall", "cpu"}, or {"error": "why"}. Times are milliseconds
 * of solving alone; reading the file is not in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

/* A limit of time counts the processor's, so that another program beside it does not shorten it. */
const wallClock = performance.now.bind(performance);
function processorClock() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const say = (answer) => process.stdout.write(JSON.stringify(answer) + "\n");

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Solve from nothing once; milliseconds of wall, of user and system. */
function solve(model) {
  model.clearSolver();
  const used = process.cpuUsage(), start = wallClock();
  model.run();
  const wall = wallClock() - start, { user, system } = process.cpuUsage(used);
  return { wall, cpu: (user + system) / 1000 };
}

function answer(highs, { file, options = {}, runs = 0, budget = Infinity }) {
  const format = file.endsWith(".lp") ? "lp" : "mps";
  const data = format === "lp" ? readFileSync(file, "utf8") : readFileSync(file);
  return highs.withModel({ format, data }, (model) => {
    model.options.set({ output_flag: false, ...options });
    performance.now = Date.now = "time_limit" in options ? processorClock : wallClock;
    const first = solve(model), times = [];
    for (let spent = first.wall; times.length < runs && spent < budget; spent += times.at(-1).wall)
      times.push(solve(model));
    if (times.length === 0) times.push(first);
    const names = Object.entries(highs.constants.modelStatus), status = model.getModelStatus();
    return {
      status: names.find(([, code]) => code === status)?.[0] ?? String(status),
      value: model.getObjectiveValue(),
      iterations: model.info.get("simplex_iteration_count"),
      wall: median(times.map((t) => t.wall)),
      cpu: median(times.map((t) => t.cpu)),
    };
  });
}

let highs;
try {
  const { default: load } = await import("highs");
  highs = await load();
  const about = createRequire(import.meta.url).resolve("highs").replace(/build\/[^/]*$/, "package.json");
  say({ version: JSON.parse(readFileSync(about, "utf8")).version });
} catch (error) {
  say({ missing: error.code === "ERR_MODULE_NOT_FOUND" ? "npm's highs is not installed" : String(error) });
  process.exit(1);
}
for await (const line of createInterface({ input: process.stdin })) {
  try {
    say(answer(highs, JSON.parse(line)));
  } catch (error) {
    say({ error: String(error) });
  }
}
