/* All goals of many cities by HiGHS (npm's), on the reduced LPs that nation.c writes.
 *
 *     node nation.mjs LPS
 *
 * Cold: every goal is solved from nothing, earlier goals held by rows at the value reached. Warm: one problem a city,
 * costs changed from goal to goal and what was reached held by its row, or by fixing what has a reduced cost. Solving
 * alone is timed: reading, passing and changing a problem are not. A line of JSON a way: {"way", "wall", "cpu",
 * "iterations", "wrong"}; milliseconds over all cities after a warm-up of some, and the number of goals of which HiGHS
 * finds another value than kakuho (by more than 1e-6). Where it is not to be had: {"missing": "why"}.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const AGREE = 1e-6, NOISE = 1e-9;
const LOOSE = 1e-12; // of a row that holds a goal, relative above 1: digits of a sum
const WARM_UP = 200; // cities
const TOLERANCE = { primal_feasibility_tolerance: 1e-8, dual_feasibility_tolerance: 1e-8 };
const WAYS = [
  ["cold: presolve on", cold, { presolve: "on" }],
  ["cold: presolve off", cold, { presolve: "off" }],
  ["warm: rows", warmByRows, {}],
  ["warm: rows, primal", warmByRows, { simplex_strategy: 4 }],
  ["warm: fixed", warmByFixing, {}],
  ["warm: fixed, primal", warmByFixing, { simplex_strategy: 4 }],
];

const say = (answer) => process.stdout.write(JSON.stringify(answer) + "\n");
const upper = (value) => value + LOOSE * Math.max(1, Math.abs(value));

/** The LP of a city, the first `held` goals held by rows, or (open) rows ready to hold them. */
function problem(city, held, open) {
  const lp = { starts: [...city.starts], indices: [...city.indices], values: [...city.values] };
  const rowLower = [...city.rowLower], rowUpper = [...city.rowUpper];
  for (const { cost, value } of city.goals.slice(0, held)) {
    cost.forEach((c, j) => {
      if (c === 0) return;
      lp.indices.push(j);
      lp.values.push(c);
    });
    lp.starts.push(lp.indices.length);
    rowLower.push(-Infinity);
    rowUpper.push(open ? Infinity : upper(value));
  }
  const size = { numCols: city.ncol, numRows: rowLower.length };
  return { ...size, colCost: city.goals[open ? 0 : held].cost, colLower: city.colLower, colUpper: city.colUpper,
    rowLower, rowUpper, matrix: { format: "csr", ...size, ...lp } };
}

/** Solve what the model holds now. */
function solve(model, goal, sum) {
  const used = process.cpuUsage(), start = performance.now();
  model.run();
  sum.wall += performance.now() - start;
  const { user, system } = process.cpuUsage(used);
  sum.cpu += (user + system) / 1000;
  sum.iterations += model.info.get("simplex_iteration_count");
  const right = Math.abs(model.getObjectiveValue() - goal.value) <= AGREE * Math.max(1, Math.abs(goal.value));
  sum.wrong += !right || model.getModelStatus() !== highs.constants.modelStatus.optimal;
}

function withModel(city, options, held, open, use) {
  const model = highs.createModel(problem(city, held, open));
  try {
    model.options.set({ output_flag: false, ...TOLERANCE, ...options });
    use(model);
  } finally {
    model.dispose();
  }
}

function cold(city, options, sum) {
  city.goals.forEach((goal, k) => withModel(city, options, k, false, (model) => solve(model, goal, sum)));
}

const all = (count) => ({ kind: "range", from: 0, to: count - 1 });

function warmByRows(city, options, sum) {
  withModel(city, options, city.goals.length, true, (model) => city.goals.forEach((goal, k) => {
    model.changeColsCost(all(city.ncol), goal.cost);
    solve(model, goal, sum);
    model.changeRowBounds(city.nrow + k, -Infinity, upper(goal.value));
  }));
}

/** Bounds with what has a reduced cost fixed where it stands. */
function fixed(dual, value, lower, upper) {
  const bounds = { lower: [...lower], upper: [...upper] };
  for (let i = 0; i < lower.length; i++)
    if (Math.abs(dual[i]) > NOISE) {
      const low = Math.abs(value[i] - lower[i]) < Math.abs(value[i] - upper[i]);
      bounds.lower[i] = bounds.upper[i] = low ? lower[i] : upper[i];
    }
  return bounds;
}

function warmByFixing(city, options, sum) {
  withModel(city, options, 0, false, (model) => {
    let cols = { lower: city.colLower, upper: city.colUpper }, rows = { lower: city.rowLower, upper: city.rowUpper };
    for (const goal of city.goals) {
      model.changeColsCost(all(city.ncol), goal.cost);
      solve(model, goal, sum);
      const { colValue, colDual, rowValue, rowDual } = model.getSolution();
      cols = fixed(colDual, colValue, cols.lower, cols.upper);
      rows = fixed(rowDual, rowValue, rows.lower, rows.upper);
      model.changeColsBounds(all(city.ncol), cols.lower, cols.upper);
      if (city.nrow) model.changeRowsBounds(all(city.nrow), rows.lower, rows.upper);
    }
  });
}

let highs;
try {
  const tests = join(dirname(fileURLToPath(import.meta.url)), "..", "tests", "package.json");
  highs = await (await import(pathToFileURL(createRequire(tests).resolve("highs")))).default();
} catch (error) {
  say({ missing: error.code === "MODULE_NOT_FOUND" ? "npm's highs is not installed" : String(error) });
  process.exit(0);
}
const number = (value) => (Math.abs(value) >= 1e30 ? Math.sign(value) * Infinity : value);
const cities = readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => JSON.parse(line));
for (const city of cities)
  for (const bounds of ["rowLower", "rowUpper"]) city[bounds] = city[bounds].map(number);
for (const [way, run, options] of WAYS) {
  const none = () => ({ way, wall: 0, cpu: 0, iterations: 0, wrong: 0 }), sum = none();
  for (const city of cities.slice(-WARM_UP)) run(city, options, none());
  for (const city of cities) run(city, options, sum);
  say(sum);
}
