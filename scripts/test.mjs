// npm test: installs what it needs, then runs every stage and says how it went.
//   npm test                  all stages
//   npm test -- unit e2e      these (and the build, where one of them needs it)
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';

/**
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {{ ok: boolean, output: string, count: Count, seconds: number }} Result
 * @typedef {{ name: string, what: string, commands: string[][], needs?: string, count?: (report: string) => Count, done?: RegExp }} Stage
 */

const reports = mkdtempSync(join(tmpdir(), 'hotplug-atlas-'));
const reportOf = (/** @type {string} */ name) => join(reports, `${name}.json`);
const projects = [
  'tsconfig.json',
  'tsconfig.engine.json',
  'tsconfig.worker.json',
  'tsconfig.ui.json',
  'tsconfig.node.json',
];

/** @param {string} project */
const vitest = (project) => [
  'vitest',
  'run',
  '--project',
  project,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportOf(project)}`,
];

/** @param {string} report @returns {Count} */
function countVitest(report) {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(report);
  // a file that cannot be loaded fails without any test of it failing
  return { passed: numPassedTests, failed: Math.max(numFailedTests, Math.min(numFailedTestSuites, 1)) };
}

/** @param {string} report @returns {Count} */
function countPlaywright(report) {
  const { stats, errors } = JSON.parse(report);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
}

/** A line that says a file or test is done, as vitest's and Playwright's reporters write it. */
const done = /^\s*[✓✘×❯]\s/gm;

/** Stages without `count` are one test each; those with `done` say how far they are. @type {Stage[]} */
const stages = [
  { name: 'typecheck', what: 'types', commands: projects.map((project) => ['tsc', '-p', project]) },
  { name: 'format', what: 'format', commands: [['prettier', '--check', '--log-level', 'warn', '.']] },
  {
    name: 'lint',
    what: 'lint with types, words',
    commands: [
      ['oxlint', '--type-aware'],
      ['node', 'scripts/words.self-test.mjs'],
      ['node', 'scripts/words.mjs'],
    ],
  },
  {
    name: 'layers',
    what: 'layers and cycles',
    commands: [
      ['node', 'scripts/layers.self-test.mjs'],
      ['node', 'scripts/layers.mjs'],
    ],
  },
  { name: 'deadcode', what: 'dead code', commands: [['knip', '--no-progress']] },
  {
    name: 'copies',
    what: 'copied recordings',
    commands: [
      ['node', 'scripts/shared-copies.mjs', '--check'],
      ['node', 'scripts/machines.mjs', '--check'],
    ],
  },
  { name: 'unit', what: 'unit and properties', commands: [vitest('unit')], count: countVitest, done },
  { name: 'recordings', what: 'recordings', commands: [vitest('recordings')], count: countVitest, done },
  { name: 'build', what: 'build', commands: [['vite', 'build']] },
  { name: 'budget', what: 'bundle budgets', commands: [['size-limit']], needs: 'build' },
  {
    name: 'e2e',
    what: 'browser',
    commands: [
      ['node', 'scripts/browser.mjs'],
      ['playwright', 'test', '--reporter=list,json'],
    ],
    needs: 'build',
    count: countPlaywright,
    done,
  },
];

/** How often a long stage says how many files or tests are done. */
const SAY_EVERY = 20;

/** Runs one command with the project's tools on its path. @param {string[]} command @param {Stage} stage @returns {Promise<{ ok: boolean, output: string }>} */
function run([tool = '', ...args], stage) {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => name.toUpperCase() !== 'NODE_OPTIONS'),
  );
  const env = { ...inherited, NO_COLOR: '1', PLAYWRIGHT_JSON_OUTPUT_FILE: reportOf(stage.name) };
  const windows = process.platform === 'win32';
  const program = tool === 'node' ? process.execPath : join(root, 'node_modules/.bin', windows ? `${tool}.cmd` : tool);
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: windows && tool !== 'node',
    });
    let output = '';
    /** How much of it was looked through, how many were done in it, and how many were told. */
    let [seen, finished, said] = [0, 0, 0];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += String(chunk);
        if (stage.done === undefined) return;
        const lines = output.slice(seen, output.lastIndexOf('\n') + 1);
        seen += lines.length;
        finished += lines.match(stage.done)?.length ?? 0;
        if (finished < said + SAY_EVERY) return;
        said = finished;
        process.stdout.write(`${finished} … `);
      });
    child.on('error', (error) => resolve({ ok: false, output: `${output}${error.message}\n` }));
    child.on('close', (status) => resolve({ ok: status === 0, output }));
  });
}

/** @param {Stage} stage @returns {Promise<Result>} */
async function runStage(stage) {
  const { name, commands, count } = stage;
  const start = performance.now();
  let [ok, output] = [true, ''];
  for (const command of commands) {
    const result = await run(command, stage);
    if (!result.ok) [ok, output] = [false, output + result.output];
    // a browser that is missing explains more than the tests without it
    if (!result.ok && name === 'e2e') break;
  }
  /** @type {Count} */
  let counted = { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  try {
    if (count !== undefined) counted = count(readFileSync(reportOf(name), 'utf8'));
  } catch {
    // no report: the stage as a whole counts as one test
  }
  if (!ok && counted.failed === 0) counted.failed = 1;
  return { ok, output, count: counted, seconds: (performance.now() - start) / 1000 };
}

/** @param {string[]} names */
function chosenStages(names) {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`no stage ${unknown.join(', ')}; there are: ${stages.map(({ name }) => name).join(', ')}\n`);
    process.exit(2);
  }
  if (names.length === 0) return stages;
  const needed = new Set(stages.filter(({ name }) => names.includes(name)).flatMap(({ name, needs }) => [name, needs]));
  return stages.filter(({ name }) => needed.has(name));
}

const chosen = chosenStages(process.argv.slice(2));
ensureInstalled();
/** @type {Map<string, Result>} */
const results = new Map();
for (const stage of chosen) {
  process.stdout.write(stage.what.padEnd(24));
  const broken = stage.needs !== undefined && results.get(stage.needs)?.ok === false;
  const result = broken
    ? { ok: false, output: `needs a ${stage.needs} that works\n`, count: { passed: 0, failed: 1 }, seconds: 0 }
    : await runStage(stage);
  results.set(stage.name, result);
  const { passed, failed } = result.count;
  const tests = stage.count === undefined ? '' : `  ${passed} passed${failed > 0 ? `, ${failed} failed` : ''}`;
  process.stdout.write(`${result.ok ? 'ok    ' : 'FAILED'} ${result.seconds.toFixed(1).padStart(6)} s${tests}\n`);
  if (!result.ok) process.stdout.write(`${result.output.trimEnd().replace(/^/gm, '  | ')}\n`);
}
rmSync(reports, { recursive: true, force: true });

const sum = (/** @type {keyof Count} */ side) =>
  [...results.values()].reduce((total, { count }) => total + count[side], 0);
const bad = [...results].filter(([, { ok }]) => !ok).map(([name]) => name);
const seconds = [...results.values()].reduce((total, result) => total + result.seconds, 0);
process.stdout.write(
  `${results.size} stages in ${seconds.toFixed(0)} s${bad.length > 0 ? `; failed: ${bad.join(', ')}` : ''}\n`,
);
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
